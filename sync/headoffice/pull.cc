// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/pull.h"

#include <algorithm>

#include "store/base/check.h"
#include "sync/headoffice/member_state.h"
#include "sync/headoffice/opening.h"
#include "sync/headoffice/request_check.h"
#include "sync/limits.h"
#include "sync/wire_hash.h"

namespace loyald {
namespace {

v1::ProgrammeVersion programme_version(CentralBooks& books, std::uint32_t version) {
  const auto published = books.published.find(version);
  CHECK(published);
  v1::ProgrammeVersion row;
  row.set_version(version);
  row.set_valid_from(published->valid_from.days);
  row.set_toml(published->toml);
  return row;
}

v1::StoreKey store_key(CentralBooks& books, const JournalName& name) {
  const auto journal = books.incarnations.find(name);
  CHECK(journal);
  v1::StoreKey key;
  key.set_store_id(name.store_id);
  key.set_incarnation(name.incarnation.str());
  key.set_public_key(journal->genesis.device_pubkey());
  return key;
}

// Adds the row unless the page is full; a page takes its first row however large it is.
bool add_row(CentralBooks& books, const FeedRow& row, Timestamp now, std::size_t& bytes,
             v1::PullResponse& page) {
  const bool is_first =
      page.members().empty() && page.programmes().empty() && page.store_keys().empty();
  const auto fits = [&](const google::protobuf::Message& message) {
    bytes += message.ByteSizeLong();
    return is_first || bytes <= sync::kMaxPullBytes;
  };
  if (const auto* member = std::get_if<MemberId>(&row.subject)) {
    v1::MemberState state = member_state(books, *member, now);
    if (!fits(state)) return false;
    *page.add_members() = std::move(state);
  } else if (const auto* number = std::get_if<std::uint32_t>(&row.subject)) {
    v1::ProgrammeVersion version = programme_version(books, *number);
    if (!fits(version)) return false;
    *page.add_programmes() = std::move(version);
  } else {
    v1::StoreKey key = store_key(books, std::get<JournalName>(row.subject));
    if (!fits(key)) return false;
    *page.add_store_keys() = std::move(key);
  }
  page.set_feed_cursor(row.pos);
  return true;
}

}  // namespace

Result<v1::PullResponse> pull_page(CentralBooks& books, Timestamp now,
                                   const v1::PullRequest& request) {
  LOYALD_ASSIGN(const JournalName name,
                read_journal_name(request.store_id(), request.incarnation()));
  const sql::Snapshot snapshot(books.database());
  const auto journal = books.incarnations.find(name);
  if (!journal) {
    return fail(Errc::failed_precondition, "head office does not know this incarnation",
                "open it first");
  }
  if (journal->state == IncarnationState::closed)
    LOYALD_TRY(require_not_closed(books, name.store_id));
  const std::uint64_t from = known_place(books, request.feed_epoch(), request.feed_cursor());
  const std::size_t limit = request.limit() == 0
                                ? sync::kMaxPullRows
                                : std::min<std::size_t>(request.limit(), sync::kMaxPullRows);
  v1::PullResponse page;
  page.set_feed_cursor(from);
  page.set_feed_epoch(books.feed.epoch());
  page.set_counts_seq(journal->seq);
  page.set_counts_hash(sync::to_wire(journal->hash));
  page.set_time_ms(now.ms);
  std::size_t bytes = 0;
  for (const FeedRow& row : books.feed.read_after(name.store_id, books.feed_scope, from, limit)) {
    if (!add_row(books, row, now, bytes, page)) break;
  }
  // The last place always belongs to a row: whoever moves away from it takes a later one.
  page.set_more(page.feed_cursor() < books.feed.head_for(name.store_id, books.feed_scope));
  return page;
}

std::uint64_t known_place(CentralBooks& books, std::uint64_t epoch, std::uint64_t cursor) {
  return epoch == books.feed.epoch() && cursor <= books.feed.head() ? cursor : 0;
}

}  // namespace loyald

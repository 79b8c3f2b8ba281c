// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/pull.h"

#include <algorithm>

#include "store/base/check.h"
#include "store/store_keys.h"
#include "sync/headoffice/member_state.h"
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

// Adds the row unless the page is full; a page takes its first row however large it is.
bool add_row(CentralBooks& books, const FeedRow& row, Timestamp now, std::size_t& bytes,
             v1::PullResponse& page) {
  const bool is_first = page.members().empty() && page.programmes().empty();
  const auto fits = [&](const google::protobuf::Message& message) {
    bytes += message.ByteSizeLong();
    return is_first || bytes <= sync::kMaxPullBytes;
  };
  if (const auto* member = std::get_if<MemberId>(&row.subject)) {
    v1::MemberState state = member_state(books, *member, now);
    if (!fits(state)) return false;
    *page.add_members() = std::move(state);
  } else {
    v1::ProgrammeVersion version = programme_version(books, std::get<std::uint32_t>(row.subject));
    if (!fits(version)) return false;
    *page.add_programmes() = std::move(version);
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
  const std::uint64_t head = books.feed.head();
  const bool is_of_this_life =
      request.feed_epoch() == books.feed.epoch() && request.feed_cursor() <= head;
  const std::uint64_t from = is_of_this_life ? request.feed_cursor() : 0;
  const std::size_t limit = request.limit() == 0
                                ? sync::kMaxPullRows
                                : std::min<std::size_t>(request.limit(), sync::kMaxPullRows);
  v1::PullResponse page;
  page.set_feed_cursor(from);
  page.set_feed_epoch(books.feed.epoch());
  page.set_counts_seq(journal->seq);
  page.set_counts_hash(sync::to_wire(journal->hash));
  page.set_time_ms(now.ms);
  for (v1::StoreKey& key : books.incarnations.newest_keys(kMaxStoreKeys)) {
    *page.add_store_keys() = std::move(key);
  }
  std::size_t bytes = 0;
  for (const FeedRow& row : books.feed.read_after(from, limit)) {
    if (!add_row(books, row, now, bytes, page)) break;
  }
  // The last place given always belongs to a row: whoever moves away from it takes a later one.
  page.set_more(page.feed_cursor() < head);
  return page;
}

}  // namespace loyald

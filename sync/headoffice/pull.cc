// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/pull.h"

#include <algorithm>
#include <charconv>

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

v1::CardNotice card_notice(CentralBooks& books, const CardSubject& subject) {
  v1::CardNotice notice;
  if (!subject.key_kind) {
    notice.set_card(subject.name);
    notice.set_is_withdrawn(books.card_keys.is_withdrawn(subject.name));
    return notice;
  }
  int number = 0;
  std::from_chars(subject.name.data(), subject.name.data() + subject.name.size(), number);
  const auto key = books.card_keys.find(*subject.key_kind, number);
  CHECK(key);
  if (key->kind == CardKeyKind::signing) {
    notice.set_signing_key(static_cast<std::uint32_t>(number));
    notice.set_public_key(key->material);
  } else {
    notice.set_rotating_key(static_cast<std::uint32_t>(number));
  }
  notice.set_is_withdrawn(key->is_retired);
  return notice;
}

// All that are in use: a few bytes, so that a store that could not be told them before is told now.
void add_secrets(CentralBooks& books, v1::PullResponse& page) {
  if (!books.lines_are_private) return;
  for (const auto& [number, master] : books.code_masters) {
    const auto key = books.card_keys.find(CardKeyKind::rotating, number);
    if (!key || key->is_retired) continue;
    v1::CodeSecret& secret = *page.add_code_secrets();
    secret.set_rotating_key(static_cast<std::uint32_t>(number));
    secret.set_secret(to_string(master));
  }
}

// Adds the row unless the page is full; a page takes its first row however large it is.
bool add_row(CentralBooks& books, const FeedRow& row, Timestamp now, std::size_t& bytes,
             v1::PullResponse& page) {
  const bool is_first = page.members().empty() && page.programmes().empty() &&
                        page.store_keys().empty() && page.card_notices().empty();
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
  } else if (const auto* card = std::get_if<CardSubject>(&row.subject)) {
    v1::CardNotice notice = card_notice(books, *card);
    if (!fits(notice)) return false;
    *page.add_card_notices() = std::move(notice);
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
  add_secrets(books, page);
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

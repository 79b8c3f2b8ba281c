// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/feed.h"

#include <algorithm>

#include "store/base/check.h"

namespace loyald {
namespace {

MemberId member_from(std::string_view bytes) {
  const auto member = id_from_bytes<MemberId>(bytes);
  CHECK(member);
  return *member;
}

// In place of a CardKeyKind.
constexpr int kCardItself = 0;

}  // namespace

Feed::Feed(sql::Database& database)
    : head_(database, "SELECT pos, epoch, first_version FROM feed_position"),
      set_head_(database, "UPDATE feed_position SET pos = ?1"),
      begin_epoch_(database, "UPDATE feed_position SET epoch = ?1"),
      set_first_version_(database, "UPDATE feed_position SET first_version = ?1"),
      members_(database, {"feed", {"member_id"}, {"pos"}, {}}),
      followed_(database, {"store_feed", {"store_id", "member_id"}, {"pos"}, {}}),
      move_followed_(database,
                     {"UPDATE store_feed SET pos = (SELECT pos FROM feed WHERE feed.member_id = "
                      "store_feed.member_id) WHERE store_id <> ?1 AND member_id IN (",
                      "?", ")", 1}),
      move_programme_(
          database,
          "INSERT INTO feed_programme VALUES(?1, ?2) ON CONFLICT(version) DO UPDATE SET "
          "pos = excluded.pos"),
      move_key_(database, "INSERT INTO feed_key VALUES(?1, ?2, ?3)"),
      move_card_(database,
                 "INSERT INTO feed_card VALUES(?1, ?2, ?3) ON CONFLICT(kind, name) DO UPDATE SET "
                 "pos = excluded.pos"),
      follow_(database,
              {"INSERT INTO store_feed SELECT ?1, followed.column1, coalesce((SELECT pos FROM feed "
               "WHERE feed.member_id = followed.column1), 0) FROM (VALUES ",
               "(?)", ") AS followed WHERE true ON CONFLICT DO NOTHING", 1}),
      follow_with_(database,
                   "INSERT INTO store_feed SELECT store_id, ?2, ?3 FROM store_feed "
                   "WHERE member_id = ?1 ON CONFLICT DO NOTHING"),
      member_head_(database, "SELECT max(pos) FROM feed"),
      followed_head_(database, "SELECT max(pos) FROM store_feed WHERE store_id = ?1"),
      common_head_(database,
                   "SELECT max(pos) FROM (SELECT max(pos) AS pos FROM feed_programme UNION ALL "
                   "SELECT max(pos) FROM feed_key UNION ALL SELECT max(pos) FROM feed_card) AS "
                   "common"),
      members_behind_(database,
                      "SELECT pos, member_id FROM feed WHERE pos > ?1 ORDER BY pos LIMIT ?2"),
      followed_behind_(database,
                       "SELECT pos, member_id FROM store_feed WHERE store_id = ?3 AND pos > ?1 "
                       "ORDER BY pos LIMIT ?2"),
      programmes_behind_(
          database, "SELECT pos, version FROM feed_programme WHERE pos > ?1 ORDER BY pos LIMIT ?2"),
      keys_behind_(database,
                   "SELECT pos, store_id, incarnation FROM feed_key WHERE pos > ?1 ORDER BY pos "
                   "LIMIT ?2"),
      cards_behind_(database,
                    "SELECT pos, kind, name FROM feed_card WHERE pos > ?1 ORDER BY pos LIMIT ?2"),
      knows_(database, "SELECT 1 FROM feed WHERE member_id = ?1"),
      members_after_(
          database, "SELECT member_id FROM feed WHERE member_id > ?1 ORDER BY member_id LIMIT ?2") {
}

std::uint64_t Feed::head() {
  auto row = head_.run();
  CHECK(row.next());
  return static_cast<std::uint64_t>(row.int64(0));
}

std::uint64_t Feed::epoch() {
  auto row = head_.run();
  CHECK(row.next());
  return static_cast<std::uint64_t>(row.int64(1));
}

std::uint32_t Feed::first_version() {
  auto row = head_.run();
  CHECK(row.next());
  return static_cast<std::uint32_t>(row.int64(2));
}

void Feed::note_version(std::uint32_t version) {
  if (version < first_version() || version > kMostPublished) return;
  set_first_version_.execute(std::uint64_t{version + 1});
}

void Feed::begin_epoch(Timestamp now) {
  // By the time, so that two restores of one backup do not begin the same one.
  begin_epoch_.execute(std::max(epoch() + 1, static_cast<std::uint64_t>(now.ms)));
}

void Feed::move_to_end(const FeedSubject& subject) {
  if (const auto* member = std::get_if<MemberId>(&subject)) {
    return move_to_end({*member}, 0);
  }
  const std::uint64_t pos = head() + 1;
  set_head_.execute(pos);
  if (const auto* version = std::get_if<std::uint32_t>(&subject)) {
    move_programme_.execute(std::uint64_t{*version}, pos);
  } else if (const auto* card = std::get_if<CardSubject>(&subject)) {
    const int kind = card->key_kind ? static_cast<int>(*card->key_kind) : kCardItself;
    move_card_.execute(kind, card->name, pos);
  } else {
    const auto& journal = std::get<JournalName>(subject);
    move_key_.execute(pos, journal.store_id, sql::blob(journal.incarnation.bytes));
  }
}

void Feed::move_to_end(const std::set<MemberId>& members, StoreId seen_by) {
  if (members.empty()) return;
  std::uint64_t pos = head();
  for (const MemberId& member : members) {
    members_.put({member}, {++pos});
    if (seen_by > 0) followed_.put({seen_by, member}, {pos});
  }
  set_head_.execute(pos);
  move_followed_.execute(members, sql::bind_key, seen_by);
}

void Feed::follow(StoreId store, const std::set<MemberId>& members) {
  follow_.execute(members, sql::bind_key, store);
}

void Feed::follow_with(const MemberId& followed, const MemberId& other) {
  const std::uint64_t pos = head() + 1;
  set_head_.execute(pos);
  follow_with_.execute(sql::blob(followed.bytes), sql::blob(other.bytes), pos);
}

std::uint64_t Feed::head_for(StoreId store, FeedScope scope) {
  const auto last = [](sql::Statement::Rows row) {
    return row.next() && !row.is_null(0) ? static_cast<std::uint64_t>(row.int64(0)) : 0;
  };
  const std::uint64_t common = last(common_head_.run());
  return std::max(common,
                  last(scope == FeedScope::all ? member_head_.run() : followed_head_.run(store)));
}

std::vector<FeedRow> Feed::read_after(StoreId store, FeedScope scope, std::uint64_t after,
                                      std::size_t limit) {
  const std::uint64_t most{limit};
  std::vector<FeedRow> rows;
  const auto add = [&](sql::Statement::Rows row, const auto& subject) {
    while (row.next()) rows.push_back({static_cast<std::uint64_t>(row.int64(0)), subject(row)});
  };
  const auto member = [](sql::Statement::Rows& row) -> FeedSubject {
    return member_from(row.blob(1));
  };
  if (scope == FeedScope::all) {
    add(members_behind_.run(after, most), member);
  } else {
    add(followed_behind_.run(after, most, store), member);
  }
  add(programmes_behind_.run(after, most), [](sql::Statement::Rows& row) -> FeedSubject {
    return static_cast<std::uint32_t>(row.int64(1));
  });
  add(keys_behind_.run(after, most), [](sql::Statement::Rows& row) -> FeedSubject {
    const auto incarnation = id_from_bytes<Incarnation>(row.blob(2));
    CHECK(incarnation);
    return JournalName{static_cast<StoreId>(row.int64(1)), *incarnation};
  });
  add(cards_behind_.run(after, most), [](sql::Statement::Rows& row) -> FeedSubject {
    const auto kind = static_cast<int>(row.int64(1));
    return CardSubject{
        kind == kCardItself ? std::nullopt : std::optional(static_cast<CardKeyKind>(kind)),
        std::string(row.text(2))};
  });
  std::sort(rows.begin(), rows.end(),
            [](const FeedRow& a, const FeedRow& b) { return a.pos < b.pos; });
  if (rows.size() > limit) rows.resize(limit);
  return rows;
}

bool Feed::knows(const MemberId& member) {
  auto row = knows_.run(sql::blob(member.bytes));
  return row.next();
}

std::vector<MemberId> Feed::members_after(const std::optional<MemberId>& after, std::size_t limit) {
  std::vector<MemberId> members;
  const std::string from = after ? after->str() : std::string();
  auto row = members_after_.run(sql::Blob{from}, std::uint64_t{limit});
  while (row.next()) members.push_back(member_from(row.blob(0)));
  return members;
}

}  // namespace loyald

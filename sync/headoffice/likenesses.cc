// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/likenesses.h"

#include <algorithm>

#include "store/base/check.h"

namespace loyald {
namespace {

Likeness read(const sql::Statement::Rows& row) {
  Likeness likeness;
  likeness.kind = static_cast<LikenessKind>(row.int64(0));
  CHECK(row.blob(1).size() == likeness.key.size());
  std::copy_n(row.blob(1).begin(), likeness.key.size(), likeness.key.begin());
  return likeness;
}

MemberId member_from(const v1::MemberProfile& profile) {
  const auto member = id_from_bytes<MemberId>(profile.member_id());
  CHECK(member);
  return *member;
}

int number(LikenessKind kind) { return static_cast<int>(kind); }

}  // namespace

Likenesses::Likenesses(sql::Database& database)
    : of_member_(database, "SELECT kind, key FROM likeness WHERE member_id = ?1"),
      delete_(database, "DELETE FROM likeness WHERE kind = ?1 AND key = ?2 AND member_id = ?3"),
      put_(database, "INSERT INTO likeness VALUES(?1, ?2, ?3) ON CONFLICT DO NOTHING"),
      share_(database, "INSERT INTO shared_likeness VALUES(?1, ?2) ON CONFLICT DO NOTHING"),
      unshare_(database, "DELETE FROM shared_likeness WHERE kind = ?1 AND key = ?2"),
      shared_after_(database,
                    "SELECT kind, key FROM shared_likeness WHERE (kind, key) > (?1, ?2) "
                    "ORDER BY kind, key LIMIT ?3"),
      members_with_(database,
                    "SELECT member_id FROM likeness WHERE kind = ?1 AND key = ?2 "
                    "ORDER BY member_id LIMIT ?3") {}

void Likenesses::put(const v1::MemberProfile& profile) {
  const MemberId member = member_from(profile);
  const std::vector<Likeness> now = likenesses_of(profile);
  std::vector<Likeness> before;
  {
    auto row = of_member_.run(sql::blob(member.bytes));
    while (row.next()) before.push_back(read(row));
  }
  for (const Likeness& each : before) {
    if (std::ranges::find(now, each) != now.end()) continue;
    delete_.execute(number(each.kind), sql::blob(each.key), sql::blob(member.bytes));
    note_shared(each);
  }
  for (const Likeness& each : now) {
    if (std::ranges::find(before, each) != before.end()) continue;
    put_.execute(number(each.kind), sql::blob(each.key), sql::blob(member.bytes));
    note_shared(each);
  }
}

void Likenesses::note_shared(const Likeness& likeness) {
  sql::Statement& statement = members_with(likeness, 2).size() > 1 ? share_ : unshare_;
  statement.execute(number(likeness.kind), sql::blob(likeness.key));
}

std::vector<Likeness> Likenesses::shared_after(const std::optional<Likeness>& after,
                                               std::size_t limit) {
  std::vector<Likeness> shared;
  const int kind = after ? number(after->kind) : 0;
  const Likeness from = after.value_or(Likeness{});
  auto row = shared_after_.run(kind, sql::blob(from.key), std::uint64_t{limit});
  while (row.next()) shared.push_back(read(row));
  return shared;
}

std::vector<MemberId> Likenesses::members_with(const Likeness& likeness, std::size_t limit) {
  std::vector<MemberId> members;
  auto row =
      members_with_.run(number(likeness.kind), sql::blob(likeness.key), std::uint64_t{limit});
  while (row.next()) {
    const auto member = id_from_bytes<MemberId>(row.blob(0));
    CHECK(member);
    members.push_back(*member);
  }
  return members;
}

}  // namespace loyald

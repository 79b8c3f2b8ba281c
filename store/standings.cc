// SPDX-License-Identifier: Apache-2.0
#include "store/standings.h"

#include "store/base/check.h"

namespace loyald {

Standings::Standings(sqlite::Database& database)
    : read_(database, "SELECT record FROM standing WHERE member_id = ?1"),
      write_(database, "INSERT OR REPLACE INTO standing VALUES(?1, ?2, ?3)"),
      delete_(database, "DELETE FROM standing WHERE member_id = ?1"),
      members_of_(database,
                  "SELECT member_id FROM standing WHERE household_id = ?1 AND household_id <> x'' "
                  "ORDER BY member_id"),
      next_member_(database, "SELECT min(member_id) FROM standing WHERE member_id > ?1") {}

v1::MemberStanding Standings::read(const MemberId& member) {
  v1::MemberStanding standing;
  auto row = read_.run(sqlite::blob(member.bytes));
  if (!row.next()) return standing;
  CHECK(standing.ParseFromArray(row.blob(0).data(), static_cast<int>(row.blob(0).size())));
  return standing;
}

bool Standings::merge(const MemberId& member, const v1::MemberStanding& standing) {
  v1::MemberStanding known = read(member);
  if (!loyald::merge(known, standing)) return false;
  replace(member, known);
  return true;
}

MemberId Standings::wallets_of(const MemberId& member) {
  return household_of(read(member)).value_or(member);
}

std::vector<MemberId> Standings::members_of(const MemberId& household) {
  std::vector<MemberId> members;
  auto row = members_of_.run(sqlite::blob(household.bytes));
  while (row.next()) {
    const auto member = id_from_bytes<MemberId>(row.blob(0));
    CHECK(member);
    members.push_back(*member);
  }
  return members;
}

void Standings::replace(const MemberId& member, const v1::MemberStanding& standing) {
  const std::string record = standing.SerializeAsString();
  if (record.empty()) return delete_.execute(sqlite::blob(member.bytes));
  write_.execute(sqlite::blob(member.bytes), sqlite::Blob{standing.household().household_id()},
                 sqlite::Blob{record});
}

std::optional<MemberId> Standings::next_member(const MemberId& after) {
  auto row = next_member_.run(sqlite::blob(after.bytes));
  if (!row.next() || row.is_null(0)) return std::nullopt;
  const auto member = id_from_bytes<MemberId>(row.blob(0));
  CHECK(member);
  return *member;
}

}  // namespace loyald

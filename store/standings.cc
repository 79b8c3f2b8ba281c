// SPDX-License-Identifier: Apache-2.0
#include "store/standings.h"

#include "store/base/check.h"

namespace loyald {
namespace {

std::vector<MemberId> read_members(sql::Statement& statement, const MemberId& of) {
  std::vector<MemberId> members;
  auto row = statement.run(sql::blob(of.bytes));
  while (row.next()) {
    const auto member = id_from_bytes<MemberId>(row.blob(0));
    CHECK(member);
    members.push_back(*member);
  }
  return members;
}

}  // namespace

Standings::Standings(sql::Database& database)
    : remembered_(database),
      read_(database, "SELECT record FROM standing WHERE member_id = ?1"),
      write_(database,
             "INSERT INTO standing VALUES(?1, ?2, ?3, ?4) ON CONFLICT(member_id) DO UPDATE "
             "SET household_id = excluded.household_id, merged_into = excluded.merged_into, "
             "record = excluded.record"),
      delete_(database, "DELETE FROM standing WHERE member_id = ?1"),
      members_of_(database,
                  "SELECT member_id FROM standing WHERE household_id = ?1 AND household_id <> x'' "
                  "ORDER BY member_id"),
      duplicates_of_(database,
                     "SELECT member_id FROM standing WHERE merged_into = ?1 AND merged_into <> x'' "
                     "ORDER BY member_id"),
      next_member_(
          database,
          "SELECT member_id FROM standing WHERE member_id > ?1 ORDER BY member_id LIMIT 1") {}

v1::MemberStanding Standings::record(const MemberId& member) {
  if (const auto* known = remembered_.find(member)) return *known;
  v1::MemberStanding standing;
  auto row = read_.run(sql::blob(member.bytes));
  if (row.next()) {
    CHECK(standing.ParseFromArray(row.blob(0).data(), static_cast<int>(row.blob(0).size())));
  }
  remembered_.put(member, standing);
  return standing;
}

v1::MemberStanding Standings::read(const MemberId& member) {
  v1::MemberStanding person = record(member);
  for (const MemberId& duplicate : duplicates_of(member)) take_person(person, record(duplicate));
  return person;
}

bool Standings::merge(const MemberId& member, const v1::MemberStanding& standing) {
  v1::MemberStanding known = record(member);
  if (!loyald::merge(known, standing)) return false;
  replace(member, known);
  return true;
}

MemberId Standings::survivor_of(const MemberId& member) {
  MemberId survivor = member;
  for (std::size_t turn = 0; turn < kMaxMergedMembers; ++turn) {
    const auto into = merged_into(record(survivor));
    if (!into) break;
    survivor = *into;
  }
  return survivor;
}

std::vector<MemberId> Standings::duplicates_of(const MemberId& member) {
  std::vector<MemberId> all;
  std::vector<MemberId> open{member};
  while (!open.empty() && all.size() < kMaxMergedMembers) {
    const MemberId into = open.back();
    open.pop_back();
    for (const MemberId& duplicate : read_members(duplicates_of_, into)) {
      all.push_back(duplicate);
      open.push_back(duplicate);
    }
  }
  return all;
}

MemberId Standings::wallets_of(const MemberId& member) {
  const MemberId survivor = survivor_of(member);
  return household_of(record(survivor)).value_or(survivor);
}

std::vector<MemberId> Standings::members_of(const MemberId& household) {
  return read_members(members_of_, household);
}

void Standings::replace(const MemberId& member, const v1::MemberStanding& standing) {
  const std::string record = standing.SerializeAsString();
  remembered_.put(member, standing);
  if (record.empty()) return delete_.execute(sql::blob(member.bytes));
  write_.execute(sql::blob(member.bytes), sql::Blob{standing.household().household_id()},
                 sql::Blob{standing.merged().into_member_id()}, sql::Blob{record});
}

std::optional<MemberId> Standings::next_member(const MemberId& after) {
  auto row = next_member_.run(sql::blob(after.bytes));
  if (!row.next()) return std::nullopt;
  const auto member = id_from_bytes<MemberId>(row.blob(0));
  CHECK(member);
  return *member;
}

}  // namespace loyald

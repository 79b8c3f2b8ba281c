// SPDX-License-Identifier: Apache-2.0
#include "store/standings.h"

#include "store/base/check.h"

namespace loyald {
namespace {

MemberId member_in(const sql::Statement::Rows& row, int column) {
  const auto member = id_from_bytes<MemberId>(row.blob(column));
  CHECK(member);
  return *member;
}

std::vector<MemberId> read_members(sql::Statement& statement, const MemberId& of) {
  std::vector<MemberId> members;
  auto row = statement.run(sql::blob(of.bytes));
  while (row.next()) members.push_back(member_in(row, 0));
  return members;
}

v1::MemberStanding standing_from(std::string_view record) {
  v1::MemberStanding standing;
  CHECK(standing.ParseFromArray(record.data(), static_cast<int>(record.size())));
  return standing;
}

}  // namespace

Standings::Standings(sql::Database& database)
    : remembered_(database),
      duplicates_(database),
      read_(database, "SELECT record FROM standing WHERE member_id = ?1"),
      read_many_(database,
                 {"SELECT member_id, record FROM standing WHERE member_id IN (", "?", ")"}),
      rows_(database, {"standing", {"member_id"}, {"household_id", "merged_into", "record"}, {}}),
      members_of_(database,
                  "SELECT member_id FROM standing WHERE household_id = ?1 AND household_id <> x'' "
                  "ORDER BY member_id"),
      duplicates_of_(database,
                     "SELECT member_id FROM standing WHERE merged_into = ?1 AND merged_into <> x'' "
                     "ORDER BY member_id"),
      duplicates_of_many_(
          database, {"SELECT merged_into, member_id FROM standing WHERE merged_into IN (", "?",
                     ") AND merged_into <> x'' ORDER BY merged_into, member_id"}),
      next_member_(
          database,
          "SELECT member_id FROM standing WHERE member_id > ?1 ORDER BY member_id LIMIT 1") {}

v1::MemberStanding Standings::record(const MemberId& member) { return known(member); }

const v1::MemberStanding& Standings::known(const MemberId& member) {
  if (const auto* known = remembered_.find(member)) return *known;
  auto row = read_.run(sql::blob(member.bytes));
  last_read_ = row.next() ? standing_from(row.blob(0)) : v1::MemberStanding{};
  remembered_.put(member, last_read_);
  return last_read_;
}

void Standings::read_ahead(const std::vector<MemberId>& members) {
  read_records_ahead(members);
  std::vector<MemberId> others;
  for (const MemberId& member : members) {
    others.push_back(survivor_of(member));
    others.push_back(wallets_of(member));
  }
  std::vector<MemberId> all = members;
  all.insert(all.end(), others.begin(), others.end());
  duplicates_of_many_.read(duplicates_.begin_to_read(all), sql::bind_key,
                           [&](const sql::Statement::Rows& row) {
                             const MemberId merged = member_in(row, 1);
                             others.push_back(merged);
                             auto* known = duplicates_.find(member_in(row, 0));
                             if (known != nullptr) known->push_back(merged);
                           });
  read_records_ahead(others);
}

void Standings::read_records_ahead(const std::vector<MemberId>& members) {
  read_many_.read(remembered_.begin_to_read(members), sql::bind_key,
                  [&](const sql::Statement::Rows& row) {
                    remembered_.put(member_in(row, 0), standing_from(row.blob(1)));
                  });
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
    const auto into = merged_into(known(survivor));
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
    const std::vector<MemberId> duplicates = merged_into_it(into);
    all.insert(all.end(), duplicates.begin(), duplicates.end());
    open.insert(open.end(), duplicates.begin(), duplicates.end());
  }
  return all;
}

std::vector<MemberId> Standings::merged_into_it(const MemberId& member) {
  if (const auto* known = duplicates_.find(member)) return *known;
  std::vector<MemberId> merged = read_members(duplicates_of_, member);
  duplicates_.put(member, merged);
  return merged;
}

MemberId Standings::wallets_of(const MemberId& member) {
  const MemberId survivor = survivor_of(member);
  return household_of(known(survivor)).value_or(survivor);
}

std::vector<MemberId> Standings::members_of(const MemberId& household) {
  return read_members(members_of_, household);
}

void Standings::replace(const MemberId& member, const v1::MemberStanding& standing) {
  std::string record = standing.SerializeAsString();
  const v1::MemberStanding* known = remembered_.find(member);
  if (known == nullptr || known->merged().into_member_id() != standing.merged().into_member_id()) {
    duplicates_.forget_all();
  }
  remembered_.put(member, standing);
  if (record.empty()) return rows_.remove({member});
  rows_.put({member}, {{standing.household().household_id()},
                       {standing.merged().into_member_id()},
                       {std::move(record)}});
}

std::optional<MemberId> Standings::next_member(const MemberId& after) {
  auto row = next_member_.run(sql::blob(after.bytes));
  if (!row.next()) return std::nullopt;
  return member_in(row, 0);
}

}  // namespace loyald

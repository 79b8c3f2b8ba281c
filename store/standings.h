// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "store/sql/remembered.h"
#include "store/sql/statement.h"
#include "store/standing.h"

namespace loyald {

// Members who were merged into one, over all turns, that one not counted. Head office keeps to it.
inline constexpr std::size_t kMaxMergedMembers = 16;

// The table standing: consents, status, household and first day of members, and who stands for
// them, as the journals say. Belongs to its connection's thread. Everything throws sql::Error.
class Standings {
 public:
  explicit Standings(sql::Database& database);

  // Of the person who is found under this id: what was said of the member and of everybody who was
  // merged into them. Empty where nothing was.
  v1::MemberStanding read(const MemberId& member);
  // What was said of this id alone.
  v1::MemberStanding record(const MemberId& member);
  // True where something of it was news. Into the record.
  bool merge(const MemberId& member, const v1::MemberStanding& standing);
  // Who stands for the member: themselves, unless they were merged.
  MemberId survivor_of(const MemberId& member);
  // Everybody for whom the member stands, over all turns; without the member.
  std::vector<MemberId> duplicates_of(const MemberId& member);
  // Whose wallets the member's sales are of: those of their survivor's household, or the survivor's
  // own.
  MemberId wallets_of(const MemberId& member);
  // Who shares these wallets, in the order of ids.
  std::vector<MemberId> members_of(const MemberId& household);

  // For the rebuild: the record says this, whatever was known.
  void replace(const MemberId& member, const v1::MemberStanding& standing);
  // The first member after `after` of whom anything was said.
  std::optional<MemberId> next_member(const MemberId& after);

 private:
  sql::Remembered<MemberId, v1::MemberStanding> remembered_;
  sql::Statement read_;
  sql::Statement write_;
  sql::Statement delete_;
  sql::Statement members_of_;
  sql::Statement duplicates_of_;
  sql::Statement next_member_;
};

}  // namespace loyald

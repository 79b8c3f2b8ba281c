// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <tuple>
#include <vector>

#include "store/sql/many.h"
#include "store/sql/owed_rows.h"
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
  // Reads all of these, who stands for them and whom they stand for at once, for whoever will ask
  // one by one in this transaction.
  void read_ahead(const std::vector<MemberId>& members);
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
  // The record; until the next call.
  const v1::MemberStanding& known(const MemberId& member);
  std::vector<MemberId> merged_into_it(const MemberId& member);
  void read_records_ahead(const std::vector<MemberId>& members);

  sql::Remembered<MemberId, v1::MemberStanding> remembered_;
  v1::MemberStanding last_read_;
  // Who was merged into them in one turn.
  sql::Remembered<MemberId, std::vector<MemberId>> duplicates_;
  sql::Statement read_;
  sql::Many read_many_;
  // By member: household, who stands for them, record.
  sql::OwedRows<std::tuple<MemberId>, std::tuple<sql::OwnedBlob, sql::OwnedBlob, sql::OwnedBlob>>
      rows_;
  sql::Statement members_of_;
  sql::Statement duplicates_of_;
  sql::Many duplicates_of_many_;
  sql::Statement next_member_;
};

}  // namespace loyald

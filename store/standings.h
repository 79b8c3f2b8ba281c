// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "store/sqlite/statement.h"
#include "store/standing.h"

namespace loyald {

// The table standing: consents, status, household and first day of members, as the journals say.
// Belongs to its connection's thread. Everything throws sqlite::Error.
class Standings {
 public:
  explicit Standings(sqlite::Database& database);

  // Empty where nothing was said of the member.
  v1::MemberStanding read(const MemberId& member);
  // True where something of it was news.
  bool merge(const MemberId& member, const v1::MemberStanding& standing);
  // Whose wallets the member's sales are of: their household's, or their own.
  MemberId wallets_of(const MemberId& member);
  // Who shares these wallets, in the order of ids.
  std::vector<MemberId> members_of(const MemberId& household);

  // For the rebuild: says this, whatever was known.
  void replace(const MemberId& member, const v1::MemberStanding& standing);
  // The first member after `after` of whom anything was said.
  std::optional<MemberId> next_member(const MemberId& after);

 private:
  sqlite::Statement read_;
  sqlite::Statement write_;
  sqlite::Statement delete_;
  sqlite::Statement members_of_;
  sqlite::Statement next_member_;
};

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/base/ids.h"
#include "store/base/result.h"
#include "store/programme/lots.h"
#include "store/sql/remembered.h"
#include "store/sql/statement.h"

namespace loyald {

using LotChanges = google::protobuf::RepeatedPtrField<v1::LotChange>;
using DebtChanges = google::protobuf::RepeatedPtrField<v1::DebtChange>;

// The tables lot and debt: what members own. Belongs to its connection's thread. Everything throws
// sql::Error.
class Wallets {
 public:
  explicit Wallets(sql::Database& database);

  // In the order of units; empty where the member owns and owes nothing.
  std::vector<programme::Wallet> read(const MemberId& member);

  // Adds; the order of entries does not matter to the sum. invalid_argument on overflow; then
  // nothing was added.
  Result<void> apply(const MemberId& member, const LotChanges& changes, const DebtChanges& debts);

  void replace(const MemberId& member, const std::vector<programme::Wallet>& wallets);

  // The first member after `after` that owns or owes anything.
  std::optional<MemberId> next_member(const MemberId& after);

 private:
  sql::Remembered<MemberId, std::vector<programme::Wallet>> remembered_;
  sql::Statement read_;
  sql::Statement write_lot_;
  sql::Statement delete_lot_;
  sql::Statement write_debt_;
  sql::Statement delete_debt_;
  sql::Statement delete_lots_;
  sql::Statement delete_debts_;
  sql::Statement next_member_;
};

// The wallet of `unit`; an empty one where there is none.
programme::Wallet wallet_of(const std::vector<programme::Wallet>& wallets, std::string_view unit);

// What wallets have of a lot, by its unit and dates; 0 where they have none.
Quantity amount_of(const std::vector<programme::Wallet>& wallets, const v1::LotChange& lot);

// The same additions on wallets in memory.
Result<void> apply(std::vector<programme::Wallet>& wallets, const LotChanges& changes,
                   const DebtChanges& debts);

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/base/ids.h"
#include "store/base/result.h"
#include "store/programme/lots.h"
#include "store/sql/many.h"
#include "store/sql/owed_rows.h"
#include "store/sql/remembered.h"
#include "store/sql/statement.h"

namespace loyald {

using LotChanges = google::protobuf::RepeatedPtrField<v1::LotChange>;
using DebtChanges = google::protobuf::RepeatedPtrField<v1::DebtChange>;
// Some of an entry's, which must live as long.
using LotRefs = std::vector<std::reference_wrapper<const v1::LotChange>>;
using DebtRefs = std::vector<std::reference_wrapper<const v1::DebtChange>>;

// The tables lot and debt: what members own. Belongs to its connection's thread. Everything throws
// sql::Error.
class Wallets {
 public:
  explicit Wallets(sql::Database& database);

  // In the order of units; empty where the member owns and owes nothing.
  std::vector<programme::Wallet> read(const MemberId& member);

  // Reads them all at once, for whoever will ask one by one in this transaction.
  void read_ahead(const std::vector<MemberId>& members);

  // Adds; the order of entries does not matter to the sum. invalid_argument on overflow; then
  // nothing was added.
  Result<void> apply(const MemberId& member, const LotRefs& changes, const DebtRefs& debts);

  void replace(const MemberId& member, const std::vector<programme::Wallet>& wallets);

  // The first member after `after` that owns or owes anything.
  std::optional<MemberId> next_member(const MemberId& after);

 private:
  // An amount of 0: there is none.
  void write_lot(const MemberId& member, const std::string& unit, const programme::Lot& lot);
  void write_debt(const MemberId& member, const std::string& unit, Quantity amount);

  sql::Remembered<MemberId, std::vector<programme::Wallet>> remembered_;
  sql::Statement read_;
  sql::Many read_lots_;
  sql::Many read_debts_;
  // By member, unit, expires_on and available_from.
  sql::OwedRows<std::tuple<MemberId, std::string, std::int32_t, std::int32_t>, std::tuple<Quantity>>
      lots_;
  sql::OwedRows<std::tuple<MemberId, std::string>, std::tuple<Quantity>> debts_;
  sql::Statement delete_lots_;
  sql::Statement delete_debts_;
  sql::Statement next_member_;
};

// The wallet of `unit`; an empty one where there is none.
programme::Wallet wallet_of(const std::vector<programme::Wallet>& wallets, std::string_view unit);

// What wallets have of a lot, by its unit and dates; 0 where they have none.
Quantity amount_of(const std::vector<programme::Wallet>& wallets, const v1::LotChange& lot);

// The same additions on wallets in memory.
Result<void> apply(std::vector<programme::Wallet>& wallets, const LotRefs& changes,
                   const DebtRefs& debts);
Result<void> apply(std::vector<programme::Wallet>& wallets, const LotChanges& changes,
                   const DebtChanges& debts);

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/base/ids.h"
#include "store/base/time.h"
#include "store/sql/many.h"
#include "store/sql/owed_rows.h"
#include "store/sql/statement.h"

namespace loyald {

// Over how many months, the present one included, an owner's visits say where they are at home.
inline constexpr int kVisitMonths = 6;

struct StoreVisits {
  StoreId store = 0;
  std::int64_t visits = 0;
};

// The table visit: how often owners of wallets bought where. Belongs to its connection's thread.
// Throws sql::Error.
class Visits {
 public:
  explicit Visits(sql::Database& database);

  // Takes in an entry of a store's journal: counts sales. Needs a transaction.
  void fold(const v1::JournalEntry& entry, StoreId store);
  // Forgets what is older than kVisitMonths of the owners of whom something was folded since the
  // last time; of a transaction that was undone in vain. Needs a transaction.
  void prune();
  // The most visited first.
  std::vector<StoreVisits> of(const MemberId& owner, Date day);

 private:
  // owner, month, store
  sql::OwedRows<std::tuple<MemberId, int, StoreId>, std::tuple<std::int64_t>> rows_;
  std::map<int, std::set<MemberId>> folded_;  // by month
  sql::Many prune_;
  sql::Statement read_;
};

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/base/ids.h"
#include "store/base/time.h"
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

  // Takes in an entry of a store's journal: counts sales, forgets what is older than kVisitMonths
  // of that owner. Needs a transaction.
  void fold(const v1::JournalEntry& entry, StoreId store);
  // The most visited first.
  std::vector<StoreVisits> of(const MemberId& owner, Date day);

 private:
  sql::Statement add_;
  sql::Statement prune_;
  sql::Statement read_;
};

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "proto/loyald/v1/journal.pb.h"
#include "store/base/ids.h"
#include "store/base/time.h"
#include "store/sql/statement.h"

namespace loyald {

// Two uses of a card at two stores within this time are one pattern.
inline constexpr std::chrono::minutes kTwoStoresWithin(10);
// Longer than a store may be away and report sales of a day; what comes later is counted anew.
inline constexpr int kPatternDays = 100;

// How often things happened by business day, over all stores, and when cards were used where: the
// tables pattern_count and card_use, derived from the journals. Belongs to its connection's thread.
// Throws sql::Error.
class PatternCounts {
 public:
  explicit PatternCounts(sql::Database& database);

  // Takes in an entry that is counted now. Needs a transaction.
  void fold(const v1::JournalEntry& entry, StoreId store);
  // Forgets rows of days long before `now`, more than one push adds. Needs a transaction.
  void prune(Timestamp now);

  // A member's sales, at all stores.
  std::int64_t sales_of(const MemberId& member, Date day);
  // What one cashier voided at one store.
  std::int64_t voids_of(StoreId store, std::string_view cashier, Date day);

  // The use of a card at another store than `store` that is nearest to `at`, within
  // kTwoStoresWithin.
  struct Use {
    StoreId store = 0;
    Timestamp at;
  };
  std::optional<Use> used_elsewhere(std::string_view card, StoreId store, Timestamp at);

 private:
  std::int64_t read(Date day, int kind, std::string_view who);

  sql::Statement add_;
  sql::Statement read_;
  sql::Statement prune_;
  sql::Statement put_use_;
  sql::Statement nearest_use_;
  sql::Statement prune_uses_;
};

}  // namespace loyald

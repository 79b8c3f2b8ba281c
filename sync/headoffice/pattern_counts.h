// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "proto/loyald/v1/journal.pb.h"
#include "store/base/ids.h"
#include "store/base/time.h"
#include "store/sql/many.h"
#include "store/sql/owed_rows.h"
#include "store/sql/remembered.h"
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

  // Reads what will be asked about these entries, all at once. Needs a transaction.
  void read_ahead(std::span<const v1::JournalEntry* const> entries, StoreId store);
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
  std::optional<Use> used_elsewhere(const std::string& card, StoreId store, Timestamp at);

 private:
  // day, kind, who
  using Counted = std::tuple<std::int32_t, int, std::string>;
  // card, used_ms, store_id
  using UseKey = std::tuple<std::string, std::int64_t, StoreId>;
  // What an entry adds one to.
  static std::optional<Counted> counted_by(const v1::JournalEntry& entry, StoreId store);
  // Of an entry that uses a card.
  static UseKey use_in(const v1::JournalEntry& sale, StoreId store);
  // Of two at the same distance, the store with the lower number.
  static void take_nearest(std::optional<Use>& nearest, const UseKey& of, const Use& other);
  // Calls take(use, other) for what is near any of these uses of the store's.
  template <class Take>
  void read_uses(const std::vector<UseKey>& uses, StoreId store, Take&& take);
  std::int64_t read(const Counted& counted);
  void add(const Counted& counted);

  sql::Remembered<Counted, std::int64_t> remembered_;
  // The nearest use elsewhere; what the use's own store reports changes nothing of it.
  sql::Remembered<UseKey, std::optional<Use>> uses_;
  sql::OwedRows<Counted, std::tuple<std::int64_t>> counts_;
  sql::OwedRows<UseKey, std::tuple<>> use_rows_;
  sql::Statement read_;
  sql::Many read_many_;
  sql::Many uses_near_;
  sql::Statement oldest_;
  sql::Statement oldest_uses_;
};

}  // namespace loyald

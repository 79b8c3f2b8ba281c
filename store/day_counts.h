// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <map>
#include <string>

#include "proto/loyald/v1/journal.pb.h"
#include "store/base/amounts.h"
#include "store/base/ids.h"
#include "store/base/time.h"
#include "store/sql/statement.h"

namespace loyald {

// What is counted by business day; the numbers are in the table.
enum class Counted {
  sales_of_member = 1,
  redemptions_of_member = 2,  // sales with a chosen reward that cost something
  sales_of_cashier_with_member = 3,
  sales_of_register = 4,
  returns_of_member = 5,
  earned_by_member = 6,           // units, by unit
  redeemed_value_of_cashier = 7,  // minor units
  adjusted_by_cashier = 8,        // units added or taken without approval, by unit
  risked = 9,                     // units spent beyond what the store held, by unit; of nobody
};

struct DayKey {
  Date day;
  Counted kind = Counted::sales_of_member;
  std::string who;   // the member's id in hexadecimal, the register or the cashier
  std::string what;  // the unit, or the cashier's customer; may be empty
  friend auto operator<=>(const DayKey&, const DayKey&) = default;
};
using DayTotals = std::map<DayKey, std::int64_t>;

// What an entry adds, voids and returns taking nothing away. Pure.
DayTotals day_counts_of(const v1::JournalEntry& entry);

// The first business date that is still counted after an entry of that clock reading. It moves with
// the journal's own clock, so that the journal alone says what the table holds.
Date first_counted_day(std::uint64_t hlc);

// How often things happened by business day, as this store recorded them: a table derived from the
// journal. Belongs to its connection's thread. Throws sql::Error.
class DayCounts {
 public:
  explicit DayCounts(sql::Database& database);

  std::int64_t read(const DayKey& key);
  // Takes in a new entry and forgets some rows of days that are not counted any more. Needs a
  // transaction.
  void fold(const v1::JournalEntry& entry);

  // From that day on.
  DayTotals all(Date first);
  // Needs a transaction.
  void replace_all(const DayTotals& totals);

 private:
  void add(const DayKey& key, std::int64_t amount);
  void prune(Date first);

  sql::Statement read_;
  sql::Statement add_;
  sql::Statement oldest_;
  sql::Statement erase_;
  sql::Statement all_;
  sql::Statement clear_;
};

}  // namespace loyald

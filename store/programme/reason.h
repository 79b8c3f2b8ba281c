// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "store/programme/basket.h"

namespace loyald::programme {

// Why something did not count, did not apply or is less than was asked for. The numbers are those
// of proto/loyald/v1/journal.proto ReasonCode; stored, never changed.
enum class ReasonCode {
  none = 0,
  // Of lines; the words are the line's.
  not_included = 1,
  excluded_article = 2,
  excluded_category = 3,
  excluded_department = 4,
  excluded_brand = 5,
  excluded_tag = 6,
  nothing_paid = 7,
  no_quantity = 8,
  // Of what was counted. In brackets what the sentence names: numbers, then words.
  minimum_spend = 20,     // least, counted
  minimum_quantity = 21,  // least, counted
  less_than_one = 22,     // counted, quantity, per
  most_per_sale = 23,     // most
  cap_of_period = 24,     // most, before; period
  cap_of_days = 25,       // most, days, before
  best_of = 26,           // the winner's, this one's; group, winner
  quota = 27,             // most at this store, before
  none_to_use = 28,       // unit
  no_referrer = 29,
  may_not_earn = 30,
  over = 31,  // last day; unit
  shown_as = 32,
  // Of conditions.
  from = 40,      // day
  until = 41,     // day
  weekdays = 42,  // each, 0 = Monday
  hours = 43,     // from and until in minutes, in turn
  time_unknown = 44,
  stores = 45,    // each
  channels = 46,  // words
  channel_unknown = 47,
  payments = 48,  // words
  payment_unknown = 49,
  tags = 50,           // words
  held_at_least = 51,  // least, held; unit
  held_below = 52,     // bound, held; unit
  birthday = 53,
  birthday_unknown = 54,
  tiers = 55,      // words
  languages = 56,  // words
  referred = 57,
  // Of rewards.
  left_to_pay = 70,  // money
  percent_of = 71,   // percent, money
  multiples = 72,    // of
  ceiling = 73,      // money
};

struct Reason {
  ReasonCode code = ReasonCode::none;
  std::vector<std::int64_t> numbers = {};
  std::vector<std::string> words = {};

  bool empty() const { return code == ReasonCode::none; }
  void clear() { *this = {}; }
  friend bool operator==(const Reason&, const Reason&) = default;
};

// Why a rule did not count a line. Small, because a sale has one for every line and rule.
struct LineReason {
  ReasonCode code = ReasonCode::none;
  std::uint32_t tag = 0;  // of an excluded tag: its place among the line's

  bool empty() const { return code == ReasonCode::none; }
  friend bool operator==(const LineReason&, const LineReason&) = default;
};

// The same with what it names, from the line it is about.
Reason reason_of(const LineReason& reason, const BasketLine& line);

}  // namespace loyald::programme

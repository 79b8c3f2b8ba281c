// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "store/base/result.h"
#include "store/programme/programme.h"
#include "store/programme/reason.h"

// What a use of a reward costs and takes off: one function per kind of reward. A new kind is a new
// alternative of Reward::kind and one more overload here. Pure, callable from any thread.
namespace loyald::programme {

// A line that the reward may be used on.
struct ScopeLine {
  std::size_t line = 0;  // place in the basket
  std::int64_t quantity = 0;
  Money left;  // to pay
};

// All that a kind of reward may know of the sale: what the lines it may be used on come to, before
// rewards and by now, and what may be spent of its unit.
struct RewardScope {
  Money listed;
  Money left;
  Quantity safe_to_spend = 0;
  std::vector<ScopeLine> lines;
  Quantity in_stock = 0;  // of a gift
};

struct LineValue {
  std::size_t line = 0;  // place in the basket
  Money value;           // more than 0, at most what is left of the line
};

// cost <= safe_to_spend and value <= left.
struct RewardPrice {
  Quantity cost = 0;
  Money value;
  Reason clamped = {};  // why it is less than what was asked for; may be empty
  // Which lines the value is of, in the basket's order; empty = all of the scope, by what is left.
  std::vector<LineValue> lines = {};
  Quantity uses = 1;  // what a cap or quota counts
};

// `times` uses, 0 = once; all of them or none. Errors: failed_precondition (less than the value is
// left to pay), insufficient (not enough may be spent), invalid_argument (overflow).
Result<RewardPrice> price(const AmountOff& kind, const RewardScope& scope, Quantity times);

// `units` to spend, 0 = as many as may be. Less is taken where the reward's limits or the basket do
// not allow so much, and `clamped` says why. The last multiple is taken whole where it pays off the
// rest, even if it would be worth more.
// Errors: failed_precondition (the basket is too small for the reward's minimum), insufficient
// (more asked for than may be spent, or less than the minimum).
Result<RewardPrice> price(const PointsAsMoney& kind, const RewardScope& scope, Quantity units);

// Once; `clamped` says where the ceiling was reached. Errors: failed_precondition (it comes to
// nothing), insufficient, invalid_argument (more than once).
Result<RewardPrice> price(const PercentOff& kind, const RewardScope& scope, Quantity times);

// `sets` of items, 0 = one; the cheapest items of all that are in scope. Errors:
// failed_precondition (fewer items, or they cost nothing), insufficient, invalid_argument
// (overflow).
Result<RewardPrice> price(const CheapestFree& kind, const RewardScope& scope, Quantity sets);

// `times` vouchers' cost, 0 = once; takes nothing off. Errors: insufficient, invalid_argument
// (overflow).
Result<RewardPrice> price(const Voucher& kind, const RewardScope& scope, Quantity times);

// Nothing. Errors: invalid_argument (more than once).
Result<RewardPrice> price(const Message& kind, const RewardScope& scope, Quantity times);

// `times` articles, 0 = one; takes nothing off. Errors: failed_precondition (the store has fewer),
// insufficient, invalid_argument (overflow).
Result<RewardPrice> price(const Gift& kind, const RewardScope& scope, Quantity times);

// Nothing. Errors: invalid_argument (more than once).
Result<RewardPrice> price(const InstantWin& kind, const RewardScope& scope, Quantity times);

// The least that one use of it costs.
Quantity least_cost(const Reward& reward);

}  // namespace loyald::programme

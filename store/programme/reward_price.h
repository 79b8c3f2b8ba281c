// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "store/base/result.h"
#include "store/programme/programme.h"

// What a use of a reward costs and takes off: one function per kind of reward. A new kind is a new
// alternative of Reward::kind and one more overload here. Pure, callable from any thread.
namespace loyald::programme {

// All that a kind of reward may know of the sale: what the lines it may be used on come to, before
// rewards and by now (both above 0), and what may be spent of its unit.
struct RewardScope {
  Money listed;
  Money left;
  Quantity safe_to_spend = 0;
};

// cost <= safe_to_spend and 0 < value <= left.
struct RewardPrice {
  Quantity cost = 0;
  Money value;
  std::string clamped;  // why it is less than what was asked for; may be empty
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

}  // namespace loyald::programme

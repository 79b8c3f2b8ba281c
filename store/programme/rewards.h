// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "store/programme/evaluate.h"
#include "store/programme/reward_price.h"

// Uses of rewards on one basket, one after another. Pure, callable from any thread.
namespace loyald::programme {

// What the rewards used so far have left: of each line to pay, and of the member's units.
struct Remaining {
  Money total;  // of the basket, before rewards
  std::vector<std::int64_t> lines;
  std::vector<MemberUnits> units;
};
Remaining nothing_used(const Situation& situation);

// What using `reward` would cost and take off now; `quantity` as in RewardChoice. Errors: those of
// price(), and failed_precondition where the basket is below the minimum spend or holds no line
// that the reward may be used on.
Result<RewardPrice> price_now(const Reward& reward, Quantity quantity, const Basket& basket,
                              const Remaining& remaining);

// Uses `reward`: takes its cost from the units, soonest expiry first, and its value from the lines
// it may be used on, shared by what is left to pay of each; appends it to the evaluation. Errors:
// those of price_now(), naming the reward; `remaining` and `evaluation` are then unchanged.
Result<void> use(const Reward& reward, Quantity quantity, const Situation& situation,
                 Remaining& remaining, Evaluation& evaluation);

}  // namespace loyald::programme

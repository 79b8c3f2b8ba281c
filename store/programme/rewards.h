// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/programme/evaluate.h"
#include "store/programme/remaining.h"
#include "store/programme/reward_price.h"

// Uses of rewards on one basket, one after another. Pure, callable from any thread.
namespace loyald::programme {

// What using `reward` would cost and take off now; `quantity` as in RewardChoice, `tier` the
// member's before the sale. Errors: those of price(), and failed_precondition where the reward's
// conditions are not met, or the basket is below the minimum spend or holds no line that the reward
// may be used on.
Result<RewardPrice> price_now(const Reward& reward, Quantity quantity, const Situation& situation,
                              const std::string& tier, const Remaining& remaining);

// Why nobody may use `reward` now, whatever it costs: its conditions, its cap or its quota; empty
// where they allow it.
Reason why_not_now(const Reward& reward, const Situation& situation, const std::string& tier,
                   const Remaining& remaining);

// True where the programme uses the reward by itself, and nobody can choose it.
bool is_automatic(const Reward& reward);

// Says why not where vouchers given now would be over already (failed_precondition).
Result<void> may_give(const Programme& programme, const Situation& situation,
                      const Remaining& remaining, const Voucher& voucher);

// Uses a chosen `reward`: takes its cost from the units, soonest expiry first, and its value from
// the lines it may be used on, shared by what is left to pay of each; appends it to the evaluation.
// Errors: those of price_now(), naming the reward; `remaining` and `evaluation` are then unchanged.
Result<void> use(const Reward& reward, Quantity quantity, const Situation& situation,
                 Remaining& remaining, Evaluation& evaluation);

// How often the reward's cap and quota let it be used now; kMaxAmount where nothing limits it.
Quantity uses_left(const Reward& reward, const Situation& situation, const Remaining& remaining);

// Counts uses against the reward's cap and quota, where it has them. Errors: those of add().
Result<void> count_uses(const Reward& reward, Quantity times, const Situation& situation,
                        Remaining& remaining, Evaluation& evaluation);

// After the rules: credits the vouchers that were chosen, then uses the programme's automatic
// rewards, in its order, each as often as what may be spent after the sale's earnings allows. What
// is not possible is left out. Errors: invalid_argument where a wallet would overflow.
Result<void> use_automatic(const Programme& programme, const Situation& situation,
                           Remaining& remaining, Evaluation& evaluation);

}  // namespace loyald::programme

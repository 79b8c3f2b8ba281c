// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/programme/evaluate.h"
#include "store/programme/rewards.h"

namespace loyald::programme {

// Applies every earning rule, in the programme's order, to what the rewards in `evaluation` left to
// pay; fills its rules and its lines' earnings. Each rule rounds once, down, and shares what it
// gives over the counted lines. Then come the credits that follow: caps' counters, carried
// remainders (which also spend, from `remaining`), multipliers. Errors: invalid_argument where a
// sale would give more than kMaxAmount of a unit. Pure, callable from any thread.
Result<void> earn(const Programme& programme, const Situation& situation, Remaining& remaining,
                  Evaluation& evaluation);

}  // namespace loyald::programme

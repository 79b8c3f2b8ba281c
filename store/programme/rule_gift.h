// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "store/base/result.h"
#include "store/programme/programme.h"

// What a rate makes of what was counted: pure arithmetic, callable from any thread.
namespace loyald::programme {

// Over all lines that a rule counts.
struct Counted {
  Money money;
  std::int64_t quantity = 0;
};

// What a rule finds before it gives anything.
struct GiftScope {
  Counted counted;
  std::int64_t carried = 0;  // left by earlier sales, in steps of the rate
  Quantity cap_used = 0;     // what the cap has counted in this period
};

struct Gift {
  Quantity quantity = 0;
  std::int64_t left = 0;    // what rounding leaves, in steps of the rate
  bool is_applied = false;  // false: nothing counted or a minimum not reached; carries nothing then
  std::string not_applied;  // why nothing although something was counted
  std::string clamped;      // why less than the rate says
};

// Rounds once, down; then most_per_sale, then the cap. Errors: invalid_argument where the rate
// gives more than kMaxAmount.
Result<Gift> give(const EarnRule& rule, const GiftScope& scope);

}  // namespace loyald::programme

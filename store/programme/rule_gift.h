// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/base/result.h"
#include "store/programme/programme.h"
#include "store/programme/reason.h"

// What a rate makes of what was counted: pure arithmetic, callable from any thread.
namespace loyald::programme {

// Over all lines that a rule counts.
struct Counted {
  Money money;
  std::int64_t quantity = 0;
  bool any = false;  // something counts: a line, or the event
};

// What a rule finds before it gives anything.
struct GiftScope {
  Counted counted;
  std::int64_t carried = 0;  // left by earlier sales, in steps of the rate
  Quantity cap_used = 0;     // what the cap has counted in this period
  std::int64_t store = 0;
  Quantity quota_used = 0;  // what the store's quota has counted in this period
};

struct RuleGift {
  Quantity quantity = 0;
  std::int64_t left = 0;    // what rounding leaves, in steps of the rate
  bool is_applied = false;  // false: nothing counted or a minimum not reached; carries nothing then
  Reason not_applied;       // why nothing although something was counted
  Reason clamped;           // why less than the rate says
};

// At most `most`, never below nothing; says why where it is less.
void clamp(RuleGift& gift, Quantity most, Reason why);
// Why a cap gives no more, where it has counted `used`.
Reason why_capped(const Cap& cap, Quantity used);

// Rounds once, down; then most_per_sale, the cap, the store's quota. Errors: invalid_argument where
// the rate gives more than kMaxAmount.
Result<RuleGift> give(const EarnRule& rule, const GiftScope& scope);

}  // namespace loyald::programme

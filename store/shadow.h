// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "store/liability.h"
#include "store/programme/programme.h"
#include "store/sales_file.h"

// A shadow run: recorded sales through a programme that need not be in force, in memory. Pure and
// deterministic: the same arguments give the same result on every machine. Callable from any
// thread.
namespace loyald {

// A sales file does not say what members would have redeemed. never: nobody redeems anything, only
// what programmes do by themselves happens. always: whoever can redeem does, at once, what is worth
// most in money, as often as it goes in one sale.
enum class Redeeming { never, always };

// Segments by member, as the conditions of programmes know them.
using MemberTags = std::map<std::string, std::vector<std::string>, std::less<>>;

struct ShadowTerms {
  Redeeming redeeming = Redeeming::always;
  UnitWorths worths;  // of the programme's units, for choosing and for what members get
};

struct ShadowUnit {
  std::string unit;
  UnitCount count;
};

struct ShadowReward {
  std::string reward;
  std::int64_t times = 0;  // sales in which it was used
  Quantity cost = 0;
  Money value;
};

struct ShadowRun {
  std::vector<ShadowUnit> units;      // the programme's, in its order, without counters
  std::vector<ShadowReward> rewards;  // in its order
  Money discount;                     // what rewards took off
  Money given;                        // the worth of all that was earned, rounded down per unit
  // Per member: what rewards took off, and the worth of what they own at the end, rounded down per
  // unit. Who gets most money.
  std::map<std::string, Money, std::less<>> gain;
  std::int64_t refused = 0;  // sales that the programme could not decide, and the first reason
  std::string first_refusal;
};

// Evaluates the sales, which must be in the order of time, each on the member's wallets as the
// sales before left them. Every member begins with nothing. `tags` go before those of the
// sale. Lots vest and
// expire by date; what is outstanding is so at the end of the last sale's day. Sales without a
// member earn nothing.
ShadowRun run_shadow(const programme::Programme& programme, const std::vector<RecordedSale>& sales,
                     const MemberTags& tags, const ShadowTerms& terms);

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "store/base/amounts.h"
#include "store/base/result.h"
#include "store/programme/programme.h"

// What units are worth in money, and what a retailer owes by them. Pure functions, callable from
// any thread. Integers only; what is owed is rounded up, what somebody gets is rounded down.
namespace loyald {

// `value` minor units for every `units`: an exact rate.
struct UnitWorth {
  Quantity units = 1;      // 1 … kMaxAmount
  std::int64_t value = 0;  // 0 … kMaxAmount
  std::string source;      // whose rate it is: "reward five-off", "given"
  friend bool operator==(const UnitWorth&, const UnitWorth&) = default;
};

// By unit. A unit that is not in it has no known worth.
using UnitWorths = std::map<std::string, UnitWorth, std::less<>>;

// "points=100/95": 100 points are worth 95 minor units. Errors: invalid_argument.
Result<std::pair<std::string, UnitWorth>> parse_unit_worth(std::string_view text);

// The best rate at which the programme's rewards turn each unit into money, whatever their
// conditions: an amount off and points as money by their value, a percentage by its ceiling, a
// voucher by what it gives is worth. What is `given` goes before. Units that only have rewards
// without a fixed value (a percentage without ceiling, an item for free) have no known worth.
UnitWorths unit_worths(const programme::Programme& programme, const UnitWorths& given = {});

// 0 where the unit has no known worth. amount >= 0; held to 64 bits.
Money worth_rounded_down(const UnitWorths& worths, std::string_view unit, Quantity amount);
Money worth_rounded_up(const UnitWorths& worths, std::string_view unit, Quantity amount);

// What has become of a unit. earned + issued = spent + expired + outstanding.
struct UnitCount {
  Quantity earned = 0;  // by rules and multipliers
  Quantity issued = 0;  // in exchange for other units
  Quantity spent = 0;
  Quantity expired = 0;      // unspent
  Quantity outstanding = 0;  // may still be spent, now or later
  friend bool operator==(const UnitCount&, const UnitCount&) = default;
};

// The expected breakage, 0 … 10,000: of what was spent or expired, the share that expired, rounded
// down. Nothing where nothing has expired: then the count says nothing about it.
std::optional<int> breakage_basis_points(const UnitCount& count);

struct Liability {
  std::optional<UnitWorth> worth;  // nothing: not known, and the amounts are 0
  Money full;                      // as if all that is outstanding will be spent
  std::optional<int> breakage;     // basis points
  Money expected;                  // less breakage
  friend bool operator==(const Liability&, const Liability&) = default;
};
Liability liability_of(std::string_view unit, const UnitCount& count, const UnitWorths& worths);

}  // namespace loyald

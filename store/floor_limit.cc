// SPDX-License-Identifier: Apache-2.0
#include "store/floor_limit.h"

#include <algorithm>

#include "store/liability.h"
#include "store/programme/language.h"

namespace loyald {

Quantity floor_limit(const RedeemPolicy& policy, const std::string& unit) {
  const auto own = policy.floor_limit_by_unit.find(unit);
  return own == policy.floor_limit_by_unit.end() ? policy.floor_limit : own->second;
}

bool has_floor_limit(const RedeemPolicy& policy) {
  return policy.floor_limit > 0 ||
         std::ranges::any_of(policy.floor_limit_by_unit,
                             [](const auto& each) { return each.second > 0; });
}

std::string worst_case_text(const RedeemPolicy& policy, const programme::Programme& programme) {
  if (!has_floor_limit(policy)) return {};
  const UnitWorths worths = unit_worths(programme);
  std::string units;
  std::string without_worth;
  std::int64_t money = 0;
  for (const programme::Unit& unit : programme.units) {
    if (unit.counter || floor_limit(policy, unit.id) == 0) continue;
    units +=
        (units.empty() ? "" : ", ") + std::to_string(policy.floor_limit_per_day) + " " + unit.id;
    if (worths.contains(unit.id)) {
      money += worth_rounded_up(worths, unit.id, policy.floor_limit_per_day).minor;
    } else {
      without_worth += (without_worth.empty() ? "" : ", ") + unit.id;
    }
  }
  if (units.empty()) return {};
  return "at worst " +
         programme::money_text(money, programme.currency, programme::Language::english) +
         " a day (" + units +
         ") at this store, times the stores of the chain, while head office is out of reach" +
         (without_worth.empty()
              ? ""
              : "; not counted, because no reward says what it is worth: " + without_worth);
}

}  // namespace loyald

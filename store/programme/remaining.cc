// SPDX-License-Identifier: Apache-2.0
#include "store/programme/remaining.h"

#include <algorithm>

#include "store/base/check.h"

namespace loyald::programme {
namespace {

template <class Units>
auto* find_units(Units& units, std::string_view unit) {
  const auto found = std::find_if(units.begin(), units.end(),
                                  [&](const MemberUnits& of) { return of.wallet.unit == unit; });
  return found == units.end() ? nullptr : &*found;
}

}  // namespace

Remaining nothing_used(const Situation& situation) {
  Remaining remaining;
  for (const BasketLine& line : situation.basket.lines) {
    remaining.lines.push_back(line.amount.minor);
    remaining.total.minor += line.amount.minor;
  }
  remaining.units = situation.units;
  return remaining;
}

Quantity safe_to_spend(const Remaining& remaining, std::string_view unit) {
  const MemberUnits* units = find_units(remaining.units, unit);
  return units == nullptr ? 0 : units->safe_to_spend;
}

std::vector<Lot> spend(Remaining& remaining, std::string_view unit, Date day, Quantity cost) {
  if (cost == 0) return {};
  MemberUnits* units = find_units(remaining.units, unit);
  CHECK(units != nullptr);
  std::vector<Lot> spent = choose(units->wallet, day, cost);
  Quantity sum = 0;
  for (const Lot& lot : spent) {
    sum += lot.amount;
    CHECK(add(units->wallet, Lot{lot.available_from, lot.expires_on, -lot.amount}));
  }
  CHECK(sum == cost);  // because safe_to_spend never exceeds what is spendable
  units->safe_to_spend -= cost;
  return spent;
}

Result<void> receive(Remaining& remaining, const std::string& unit, Date day, const Lot& lot) {
  MemberUnits* units = find_units(remaining.units, unit);
  if (units == nullptr) {
    units = &remaining.units.emplace_back();
    units->wallet.unit = unit;
  }
  const Quantity before = spendable(units->wallet, day);
  LOYALD_TRY(add(units->wallet, lot));
  units->safe_to_spend += spendable(units->wallet, day) - before;
  return {};
}

}  // namespace loyald::programme

// SPDX-License-Identifier: Apache-2.0
#include "store/programme/remaining.h"

#include <algorithm>

#include "store/base/check.h"

namespace loyald::programme {
namespace {

template <class Remaining>
auto& units_of(Remaining& remaining, Owner owner) {
  switch (owner) {
    case Owner::referrer:
      return remaining.referrer_units;
    case Owner::store:
      return remaining.store_units;
    case Owner::member:
      break;
  }
  return remaining.units;
}

template <class Units>
auto* find(Units& units, std::string_view unit) {
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
  remaining.store_units = situation.store_units;
  remaining.referrer_units = situation.referrer_units;
  return remaining;
}

const MemberUnits* find_units(const Remaining& remaining, std::string_view unit, Owner owner) {
  return find(units_of(remaining, owner), unit);
}

Quantity safe_to_spend(const Remaining& remaining, std::string_view unit, Owner owner) {
  const MemberUnits* units = find_units(remaining, unit, owner);
  return units == nullptr ? 0 : units->safe_to_spend;
}

Quantity counted(const Remaining& remaining, std::string_view unit, Date day, Owner owner) {
  const MemberUnits* units = find_units(remaining, unit, owner);
  return units == nullptr ? 0 : spendable(units->wallet, day);
}

std::vector<Lot> spend(Remaining& remaining, std::string_view unit, Date day, Quantity cost,
                       Owner owner) {
  if (cost == 0) return {};
  MemberUnits* units = find(units_of(remaining, owner), unit);
  CHECK(units != nullptr);
  std::vector<Lot> spent = units->rights ? choose(units->wallet, *units->rights, day, cost)
                                         : choose(units->wallet, day, cost);
  Quantity sum = 0;
  for (const Lot& lot : spent) {
    sum += lot.amount;
    CHECK(add(units->wallet, Lot{lot.available_from, lot.expires_on, -lot.amount}));
  }
  CHECK(sum == cost);  // because safe_to_spend never exceeds what is spendable
  if (units->rights) {
    Wallet left{units->wallet.unit, *std::move(units->rights), 0};
    for (const Lot& lot : spent) {
      CHECK(add(left, Lot{lot.available_from, lot.expires_on, -lot.amount}));
    }
    units->rights = common_lots(left, units->wallet);
  }
  units->safe_to_spend -= cost;
  return spent;
}

Result<void> receive(Remaining& remaining, const std::string& unit, Date day, const Lot& lot,
                     Owner owner) {
  if (lot.amount == 0) return {};
  std::vector<MemberUnits>& all = units_of(remaining, owner);
  MemberUnits* units = find(all, unit);
  if (units == nullptr) {
    units = &all.emplace_back();
    units->wallet.unit = unit;
  }
  const Quantity before = spendable(units->wallet, day);
  LOYALD_TRY(add(units->wallet, lot));
  if (units->rights) {
    Wallet rights{unit, *std::move(units->rights), 0};
    LOYALD_TRY(add(rights, lot));
    units->rights = common_lots(rights, units->wallet);
  }
  units->safe_to_spend += spendable(units->wallet, day) - before;
  return {};
}

}  // namespace loyald::programme

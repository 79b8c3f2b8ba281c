// SPDX-License-Identifier: Apache-2.0
#include "store/taking_back.h"

#include <algorithm>

#include "store/base/check.h"

namespace loyald {
namespace {

using programme::Lot;
using programme::ReturnPolicy;
using programme::Wallet;
using Wide = __int128;

bool has_dates_of(const Lot& a, const Lot& b) {
  return a.available_from == b.available_from && a.expires_on == b.expires_on;
}

// The lots that may be taken, in the order in which they are.
std::vector<Lot> takeable(const Wallet& wallet, const Lot& given, Date day, ReturnPolicy policy) {
  std::vector<Lot> own;
  std::vector<Lot> spendable;
  std::vector<Lot> pending;
  for (const Lot& lot : wallet.lots) {
    const bool is_pending = lot.available_from > day;
    if (has_dates_of(lot, given)) {
      if (policy != ReturnPolicy::pending_only || is_pending) own.push_back(lot);
    } else if (policy != ReturnPolicy::pending_only && day < lot.expires_on) {
      (is_pending ? pending : spendable).push_back(lot);
    }
  }
  own.insert(own.end(), spendable.begin(), spendable.end());
  own.insert(own.end(), pending.begin(), pending.end());
  return own;
}

// What of the missing units the refund pays for, then what it does not.
std::vector<UntakenUnits> charge(Quantity missing, const programme::UnitPrice& price,
                                 std::int64_t refund) {
  CHECK(refund >= 0 && price.quantity > 0 && price.money.minor > 0);
  const auto covered = static_cast<Quantity>(
      std::min<Wide>(missing, ((Wide{refund} + 1) * price.quantity - 1) / price.money.minor));
  std::vector<UntakenUnits> untaken;
  const auto charged =
      static_cast<std::int64_t>(Wide{covered} * price.money.minor / price.quantity);
  if (charged == 0) return {{missing, 0}};
  untaken.push_back({covered, charged});
  if (covered < missing) untaken.push_back({missing - covered, 0});
  return untaken;
}

// What of `missing` may be owed.
Quantity owed_of(Quantity missing, Quantity debt, Quantity limit) {
  if (limit == 0) return missing;
  return std::clamp<Quantity>(limit - debt, 0, missing);
}

Quantity amount_of(const Wallet& wallet, const Lot& dates) {
  for (const Lot& lot : wallet.lots) {
    if (has_dates_of(lot, dates)) return lot.amount;
  }
  return 0;
}

}  // namespace

Quantity still_there(const Wallet& wallet, const Lot& given) {
  return std::clamp<Quantity>(amount_of(wallet, given), 0, given.amount);
}

TakenBack take_back(const Takeable& units, const Lot& given, Date day, const programme::Unit& unit,
                    std::int64_t refund) {
  CHECK(given.amount >= 0);
  TakenBack back;
  const Wallet& wallet = units.wallet;
  Quantity missing = given.amount;
  Quantity elsewhere = 0;
  for (Lot lot : takeable(wallet, given, day, unit.return_policy)) {
    const Quantity here = std::min(lot.amount, amount_of(units.here, lot));
    elsewhere += std::max<Quantity>(0, lot.amount - std::max<Quantity>(0, here));
    lot.amount = std::min(missing, here);
    if (lot.amount <= 0) continue;
    missing -= lot.amount;
    back.lots.push_back(lot);
  }
  // Units that are owed already are nobody's to take.
  back.owed = std::clamp<Quantity>(elsewhere - wallet.debt, 0, missing);
  missing -= back.owed;
  if (missing == 0) return back;
  switch (unit.return_policy) {
    case ReturnPolicy::allow_debt:
      if (const Quantity owed = owed_of(missing, wallet.debt + back.owed, unit.debt_limit);
          owed < missing) {
        back.untaken.push_back({missing - owed, 0});
        missing = owed;
      }
      back.owed += missing;
      break;
    case ReturnPolicy::within_balance:
    case ReturnPolicy::pending_only:
      back.untaken.push_back({missing, 0});
      break;
    case ReturnPolicy::charge_customer:
      back.untaken = charge(missing, unit.charge, refund);
      break;
  }
  return back;
}

}  // namespace loyald

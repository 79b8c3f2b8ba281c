// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/base/amounts.h"
#include "store/base/result.h"
#include "store/base/time.h"
#include "store/programme/programme.h"

// Arithmetic of lots: pure functions, callable from any thread. Expiry and vesting are decided by
// date when read; nothing runs at midnight.
namespace loyald::programme {

// An amount of one unit that may be spent on days D with available_from <= D < expires_on. Lots
// with equal dates are one lot. An amount may be negative: two stores spent the same lot before
// head office heard of either.
struct Lot {
  Date available_from;
  Date expires_on;
  Quantity amount = 0;
  friend auto operator<=>(const Lot&, const Lot&) = default;
};

// A member's lots of one unit, plus what they owe of it.
struct Wallet {
  std::string unit;
  std::vector<Lot> lots;  // ordered by (expires_on, available_from), no two with equal dates, no 0
  Quantity debt = 0;      // 0 or more, unless two stores took back the same units
  friend bool operator==(const Wallet&, const Wallet&) = default;
};

// Sum of the lots spendable on `day`, less debt; never below 0.
Quantity spendable(const Wallet& wallet, Date day);
// The same, but negative where they owe more than they could spend.
Quantity net_of_debt(const Wallet& wallet, Date day);
// Sum of the lots that become spendable after `day`; never below 0.
Quantity pending(const Wallet& wallet, Date day);

// Adds to the lot with these dates; the lot disappears at 0. invalid_argument on overflow, and then
// the wallet is unchanged.
Result<void> add(Wallet& wallet, const Lot& change);

// Which lots `amount` units come from: positive amounts of lots spendable on `day`, soonest expiry
// first. Takes less than `amount` where there is not enough; debt is the caller's business. The
// wallet is not changed.
std::vector<Lot> choose(const Wallet& wallet, Date day, Quantity amount);
// The same, of `rights` first: lots that the wallet has, at most as much of each.
std::vector<Lot> choose(const Wallet& wallet, const std::vector<Lot>& rights, Date day,
                        Quantity amount);

// What both have of each lot, where that is more than nothing; in a wallet's order.
std::vector<Lot> common_lots(const Wallet& a, const Wallet& b);

// What the dates of a new lot depend on besides the unit.
struct LotTerms {
  Date business_date;
  std::optional<int> pending_days = std::nullopt;  // in place of the unit's
  std::optional<Date> member_since = std::nullopt;
  Date last_expiry = kFirstDate;  // of what the member has already; for a unit that extends
};

// The lot that newly given units go to. Where the unit is over (its valid_until has passed), the
// lot is empty of days: expires_on <= available_from.
Lot earned_lot(const Unit& unit, const LotTerms& terms, Quantity amount);

// When the last of the lots expires, also of those that become spendable later; kFirstDate: there
// is none.
Date last_expiry(const Wallet& wallet);

// The lot that counts `amount` against a cap: it is gone when the cap's period is over.
Lot counted_lot(const Cap& cap, Date business_date, Quantity amount);

}  // namespace loyald::programme

// SPDX-License-Identifier: Apache-2.0
#include "store/programme/lots.h"

#include <algorithm>
#include <tuple>

#include "store/base/check.h"

namespace loyald::programme {
namespace {

// A wallet's order: what expires first is spent first.
auto dates(const Lot& lot) { return std::tie(lot.expires_on, lot.available_from); }

bool is_spendable(const Lot& lot, Date day) {
  return lot.available_from <= day && day < lot.expires_on;
}

// Wider than a quantity, because a wallet may hold many lots near the largest.
using Sum = __int128;

template <class Predicate>
Sum sum_of(const Wallet& wallet, Predicate counts) {
  Sum sum = 0;
  for (const Lot& lot : wallet.lots) {
    if (counts(lot)) sum += lot.amount;
  }
  return sum;
}

Quantity clamp_to_quantity(Sum sum) {
  return static_cast<Quantity>(std::clamp<Sum>(sum, 0, INT64_MAX));
}

}  // namespace

Quantity spendable(const Wallet& wallet, Date day) {
  return std::max<Quantity>(0, net_of_debt(wallet, day));
}

Quantity net_of_debt(const Wallet& wallet, Date day) {
  const Sum lots = sum_of(wallet, [day](const Lot& lot) { return is_spendable(lot, day); });
  return static_cast<Quantity>(std::clamp<Sum>(lots - wallet.debt, -INT64_MAX, INT64_MAX));
}

Quantity pending(const Wallet& wallet, Date day) {
  return clamp_to_quantity(
      sum_of(wallet, [day](const Lot& lot) { return lot.available_from > day; }));
}

Result<void> add(Wallet& wallet, const Lot& change) {
  if (change.amount == 0) return {};
  const auto place =
      std::lower_bound(wallet.lots.begin(), wallet.lots.end(), change,
                       [](const Lot& a, const Lot& b) { return dates(a) < dates(b); });
  if (place == wallet.lots.end() || dates(*place) != dates(change)) {
    wallet.lots.insert(place, change);
    return {};
  }
  const auto amount = checked_add(place->amount, change.amount);
  if (!amount) {
    return fail(Errc::invalid_argument, "a lot of " + wallet.unit + " would become too large");
  }
  if (*amount == 0) {
    wallet.lots.erase(place);
  } else {
    place->amount = *amount;
  }
  return {};
}

std::vector<Lot> choose(const Wallet& wallet, Date day, Quantity amount) {
  CHECK(amount >= 0);
  std::vector<Lot> chosen;
  for (const Lot& lot : wallet.lots) {
    if (amount == 0) break;
    if (lot.amount <= 0 || !is_spendable(lot, day)) continue;
    const Quantity taken = std::min(lot.amount, amount);
    chosen.push_back({lot.available_from, lot.expires_on, taken});
    amount -= taken;
  }
  return chosen;
}

std::vector<Lot> choose(const Wallet& wallet, const std::vector<Lot>& rights, Date day,
                        Quantity amount) {
  std::vector<Lot> chosen = choose(Wallet{wallet.unit, rights, 0}, day, amount);
  Wallet rest = wallet;
  rest.debt = 0;
  for (const Lot& lot : chosen) {
    amount -= lot.amount;
    CHECK(add(rest, {lot.available_from, lot.expires_on, -lot.amount}));
  }
  if (amount == 0) return chosen;
  Wallet all{wallet.unit, std::move(chosen), 0};
  for (const Lot& lot : choose(rest, day, amount)) CHECK(add(all, lot));
  return all.lots;
}

std::vector<Lot> common_lots(const Wallet& a, const Wallet& b) {
  std::vector<Lot> common;
  auto other = b.lots.begin();
  for (const Lot& lot : a.lots) {
    while (other != b.lots.end() && dates(*other) < dates(lot)) ++other;
    if (other == b.lots.end() || dates(*other) != dates(lot)) continue;
    const Quantity amount = std::min(lot.amount, other->amount);
    if (amount > 0) common.push_back({lot.available_from, lot.expires_on, amount});
  }
  return common;
}

namespace {

// The next day on which `since` comes round, after `day`.
Date next_anniversary(Date since, Date day) {
  constexpr int kDaysOfYear = 366;
  for (int years = std::max(1, (day.days - since.days) / kDaysOfYear);; ++years) {
    const Date anniversary = add_months(since, 12 * years);
    if (anniversary > day || anniversary >= kNever) return anniversary;
  }
}

Date first_day(const Unit& unit, const LotTerms& terms) {
  const std::chrono::days pending(terms.pending_days.value_or(unit.pending_days));
  Date from = std::min(terms.business_date + pending, kNever);
  if (unit.available_from_next) from = end_of(*unit.available_from_next, terms.business_date);
  if (unit.extends) from = std::max(from, terms.last_expiry);
  return from;
}

}  // namespace

Lot earned_lot(const Unit& unit, const LotTerms& terms, Quantity amount) {
  const Date from = first_day(unit, terms);
  Date to = kNever;
  if (unit.expires_after_months > 0) to = add_months(from, unit.expires_after_months);
  if (unit.expires_after_days > 0) {
    to = std::min(from + std::chrono::days(unit.expires_after_days), kNever);
  }
  // Rounded by the last day it is valid: what is valid until the period's last day stays.
  if (unit.expires_at_end_of && to < kNever) {
    to = end_of(*unit.expires_at_end_of, to + std::chrono::days(-1));
  }
  if (unit.expires_with_next) {
    to = end_of(*unit.expires_with_next, end_of(*unit.expires_with_next, from));
  }
  if (unit.expires_on_anniversary) {
    to = std::min(to, next_anniversary(terms.member_since.value_or(terms.business_date), from));
  }
  if (unit.valid_until) to = std::min(to, *unit.valid_until + std::chrono::days(1));
  return {from, to, amount};
}

Date last_expiry(const Wallet& wallet) {
  Date last = kFirstDate;
  for (const Lot& lot : wallet.lots) {
    if (lot.amount > 0) last = std::max(last, lot.expires_on);
  }
  return last;
}

Lot counted_lot(const Cap& cap, Date business_date, Quantity amount) {
  if (const Period* period = std::get_if<Period>(&cap.period)) {
    return {begin_of(*period, business_date), end_of(*period, business_date), amount};
  }
  const std::chrono::days days(std::get<int>(cap.period));
  return {business_date, std::min(business_date + days, kNever), amount};
}

}  // namespace loyald::programme

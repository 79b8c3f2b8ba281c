// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "store/programme/reward_price.h"

// Prices of rewards that look at lines and items rather than at the sum.
namespace loyald::programme {
namespace {

std::string text(std::int64_t number) { return std::to_string(number); }

Result<void> require_once(Quantity times) {
  if (times <= 1) return {};
  return fail(Errc::invalid_argument, "can be used once per sale, not " + text(times) + " times");
}

Result<void> require_spendable(Quantity cost, const RewardScope& scope) {
  if (cost <= scope.safe_to_spend) return {};
  return fail(Errc::insufficient,
              "costs " + text(cost) + ", " + text(scope.safe_to_spend) + " may be spent");
}

// The value of the cheapest `items` pieces, per line, in the basket's order.
std::vector<LineValue> cheapest(const std::vector<ScopeLine>& lines, std::int64_t items) {
  std::vector<ScopeLine> by_price;
  for (const ScopeLine& line : lines) {
    if (line.quantity > 0) by_price.push_back(line);
  }
  const auto piece = [](const ScopeLine& line) { return line.left.minor / line.quantity; };
  std::stable_sort(by_price.begin(), by_price.end(),
                   [&](const ScopeLine& a, const ScopeLine& b) { return piece(a) < piece(b); });
  std::vector<LineValue> values;
  for (const ScopeLine& line : by_price) {
    const std::int64_t taken = std::min(items, line.quantity);
    items -= taken;
    if (taken * piece(line) > 0) values.push_back({line.line, Money{taken * piece(line)}});
  }
  std::sort(values.begin(), values.end(),
            [](const LineValue& a, const LineValue& b) { return a.line < b.line; });
  return values;
}

}  // namespace

Result<RewardPrice> price(const PercentOff& kind, const RewardScope& scope, Quantity times) {
  LOYALD_TRY(require_once(times));
  constexpr std::int64_t kWhole = 10'000;  // basis points
  RewardPrice price{kind.cost, Money{scope.left.minor * kind.basis_points / kWhole}};
  if (kind.ceiling.minor > 0 && price.value > kind.ceiling) {
    price.value = kind.ceiling;
    price.clamped = {ReasonCode::ceiling, {kind.ceiling.minor}};
  }
  if (price.value.minor == 0) {
    return fail(Errc::failed_precondition,
                "comes to nothing, only " + text(scope.left.minor) + " left to pay");
  }
  LOYALD_TRY(require_spendable(kind.cost, scope));
  return price;
}

Result<RewardPrice> price(const CheapestFree& kind, const RewardScope& scope, Quantity sets) {
  sets = std::max<Quantity>(sets, 1);
  const auto needed = checked_mul(kind.of, sets);
  const auto cost = checked_mul(kind.cost, sets);
  if (!needed || !cost) return fail(Errc::invalid_argument, "too many sets: " + text(sets));
  std::int64_t items = 0;
  for (const ScopeLine& line : scope.lines) items += line.quantity;
  if (items < *needed) {
    return fail(Errc::failed_precondition,
                "needs " + text(*needed) + " items, there are " + text(items));
  }
  RewardPrice price{*cost, Money{}};
  price.uses = sets;
  price.lines = cheapest(scope.lines, sets);
  for (const LineValue& line : price.lines) price.value.minor += line.value.minor;
  if (price.value.minor == 0) {
    return fail(Errc::failed_precondition, "the cheapest items cost nothing");
  }
  LOYALD_TRY(require_spendable(*cost, scope));
  return price;
}

Result<RewardPrice> price(const Voucher& kind, const RewardScope& scope, Quantity times) {
  times = std::max<Quantity>(times, 1);
  const auto cost = checked_mul(kind.cost, times);
  const auto given = checked_mul(kind.quantity, times);
  if (!cost || !given || *given > kMaxAmount) {
    return fail(Errc::invalid_argument, "too many times: " + text(times));
  }
  LOYALD_TRY(require_spendable(*cost, scope));
  RewardPrice price{*cost, Money{}};
  price.uses = times;
  return price;
}

Result<RewardPrice> price(const Gift& kind, const RewardScope& scope, Quantity times) {
  times = std::max<Quantity>(times, 1);
  const auto cost = checked_mul(kind.cost, times);
  if (!cost) return fail(Errc::invalid_argument, "too many times: " + text(times));
  if (times > scope.in_stock) {
    return fail(Errc::failed_precondition,
                scope.in_stock == 0 ? "none is left at this store"
                                    : "only " + text(scope.in_stock) + " are left at this store");
  }
  LOYALD_TRY(require_spendable(*cost, scope));
  RewardPrice price{*cost, Money{}};
  price.uses = times;
  return price;
}

Result<RewardPrice> price(const InstantWin&, const RewardScope&, Quantity times) {
  LOYALD_TRY(require_once(times));
  return RewardPrice{};
}

Result<RewardPrice> price(const Message&, const RewardScope&, Quantity times) {
  LOYALD_TRY(require_once(times));
  return RewardPrice{};
}

}  // namespace loyald::programme

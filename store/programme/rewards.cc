// SPDX-License-Identifier: Apache-2.0
#include "store/programme/rewards.h"

#include <algorithm>
#include <numeric>

#include "store/base/check.h"
#include "store/programme/line_filter.h"
#include "store/programme/share.h"

namespace loyald::programme {
namespace {

bool may_be_used_on(const Reward& reward, const BasketLine& line) {
  return why_not_counted(line, reward.include, reward.exclude).empty();
}

template <class Units>
auto* find_units(Units& units, std::string_view unit) {
  const auto found = std::find_if(units.begin(), units.end(),
                                  [&](const MemberUnits& of) { return of.wallet.unit == unit; });
  return found == units.end() ? nullptr : &*found;
}

RewardScope scope_of(const Reward& reward, const Basket& basket, const Remaining& remaining) {
  RewardScope scope;
  for (std::size_t i = 0; i < basket.lines.size(); ++i) {
    if (!may_be_used_on(reward, basket.lines[i])) continue;
    scope.listed.minor += basket.lines[i].amount.minor;
    scope.left.minor += remaining.lines[i];
  }
  if (const MemberUnits* units = find_units(remaining.units, reward.unit)) {
    scope.safe_to_spend = units->safe_to_spend;
  }
  return scope;
}

// Takes `cost` from the lots and from what may be spent; returns the lots it came from.
std::vector<Lot> spend(MemberUnits& units, Date day, Quantity cost) {
  std::vector<Lot> spent = choose(units.wallet, day, cost);
  Quantity sum = 0;
  for (const Lot& lot : spent) {
    sum += lot.amount;
    CHECK(add(units.wallet, Lot{lot.available_from, lot.expires_on, -lot.amount}));
  }
  CHECK(sum == cost);  // because safe_to_spend never exceeds what is spendable
  units.safe_to_spend -= cost;
  return spent;
}

void share_over_lines(const Reward& reward, const RewardPrice& price, const Basket& basket,
                      Remaining& remaining, Evaluation& evaluation) {
  std::vector<std::int64_t> weights(basket.lines.size(), 0);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (may_be_used_on(reward, basket.lines[i])) weights[i] = remaining.lines[i];
  }
  const std::vector<std::int64_t> values = share(price.value.minor, weights);
  const std::vector<std::int64_t> costs = share(price.cost, values);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (values[i] == 0 && costs[i] == 0) continue;
    remaining.lines[i] -= values[i];
    evaluation.lines[i].discount.minor += values[i];
    evaluation.lines[i].rewards.push_back({evaluation.rewards.size(), Money{values[i]}, costs[i]});
  }
  evaluation.discount.minor += price.value.minor;
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

Result<RewardPrice> price_now(const Reward& reward, Quantity quantity, const Basket& basket,
                              const Remaining& remaining) {
  if (remaining.total < reward.minimum_spend) {
    return fail(Errc::failed_precondition,
                "minimum spend " + std::to_string(reward.minimum_spend.minor) +
                    " not reached: " + std::to_string(remaining.total.minor));
  }
  const RewardScope scope = scope_of(reward, basket, remaining);
  if (scope.listed.minor == 0) {
    return fail(Errc::failed_precondition, "no line that it may be used on");
  }
  if (scope.left.minor == 0) return fail(Errc::failed_precondition, "nothing left to pay");
  return std::visit([&](const auto& kind) { return price(kind, scope, quantity); }, reward.kind);
}

Result<void> use(const Reward& reward, Quantity quantity, const Situation& situation,
                 Remaining& remaining, Evaluation& evaluation) {
  auto price = price_now(reward, quantity, situation.basket, remaining);
  if (!price) {
    return fail(price.error().code, "reward " + reward.id + ": " + price.error().message);
  }
  share_over_lines(reward, *price, situation.basket, remaining, evaluation);
  std::vector<Lot> spent;
  if (price->cost > 0) {
    MemberUnits* units = find_units(remaining.units, reward.unit);
    CHECK(units != nullptr);
    spent = spend(*units, situation.business_date, price->cost);
  }
  evaluation.rewards.push_back({reward.id, reward.unit, price->cost, price->value, std::move(spent),
                                std::move(price->clamped)});
  return {};
}

}  // namespace loyald::programme

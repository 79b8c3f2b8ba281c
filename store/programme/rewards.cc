// SPDX-License-Identifier: Apache-2.0
#include "store/programme/rewards.h"

#include "store/base/check.h"
#include "store/programme/line_filter.h"
#include "store/programme/share.h"
#include "store/programme/why_not_met.h"

namespace loyald::programme {
namespace {

RewardScope scope_of(const Reward& reward, const Basket& basket, const Remaining& remaining) {
  RewardScope scope;
  for (std::size_t i = 0; i < basket.lines.size(); ++i) {
    const BasketLine& line = basket.lines[i];
    if (!why_not_counted(line, reward.include, reward.exclude).empty()) continue;
    scope.listed.minor += line.amount.minor;
    scope.left.minor += remaining.lines[i];
    scope.lines.push_back({i, line.quantity, Money{remaining.lines[i]}});
  }
  scope.safe_to_spend = safe_to_spend(remaining, reward.unit);
  return scope;
}

bool takes_money_off(const Reward& reward) {
  return !std::holds_alternative<Voucher>(reward.kind) &&
         !std::holds_alternative<Message>(reward.kind);
}

// The value on each line of the basket.
std::vector<std::int64_t> values_of(const RewardPrice& price, const RewardScope& scope,
                                    std::size_t lines) {
  std::vector<std::int64_t> values(lines, 0);
  for (const LineValue& line : price.lines) values[line.line] = line.value.minor;
  if (!price.lines.empty()) return values;
  for (const ScopeLine& line : scope.lines) values[line.line] = line.left.minor;
  return share(price.value.minor, values);
}

void share_over_lines(const RewardPrice& price, const RewardScope& scope, Remaining& remaining,
                      Evaluation& evaluation) {
  const std::vector<std::int64_t> values = values_of(price, scope, remaining.lines.size());
  const std::vector<std::int64_t> costs = share(price.cost, values);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] == 0 && costs[i] == 0) continue;
    remaining.lines[i] -= values[i];
    evaluation.lines[i].discount.minor += values[i];
    evaluation.lines[i].rewards.push_back({evaluation.rewards.size(), Money{values[i]}, costs[i]});
  }
  evaluation.discount.minor += price.value.minor;
}

}  // namespace

Result<RewardPrice> price_now(const Reward& reward, Quantity quantity, const Situation& situation,
                              const std::string& tier, const Remaining& remaining) {
  if (std::string why = why_not_met(reward.when, situation, tier); !why.empty()) {
    return fail(Errc::failed_precondition, std::move(why));
  }
  if (remaining.total < reward.minimum_spend) {
    return fail(Errc::failed_precondition,
                "minimum spend " + std::to_string(reward.minimum_spend.minor) +
                    " not reached: " + std::to_string(remaining.total.minor));
  }
  const RewardScope scope = scope_of(reward, situation.basket, remaining);
  if (scope.listed.minor == 0) {
    return fail(Errc::failed_precondition, "no line that it may be used on");
  }
  if (scope.left.minor == 0 && takes_money_off(reward)) {
    return fail(Errc::failed_precondition, "nothing left to pay");
  }
  return std::visit([&](const auto& kind) { return price(kind, scope, quantity); }, reward.kind);
}

Result<void> use(const Reward& reward, Quantity quantity, const Situation& situation,
                 Remaining& remaining, Evaluation& evaluation) {
  if (is_automatic(reward)) {
    return fail(Errc::failed_precondition,
                "reward " + reward.id + ": is given by itself, it cannot be chosen");
  }
  auto price = price_now(reward, quantity, situation, evaluation.tier, remaining);
  if (!price) {
    return fail(price.error().code, "reward " + reward.id + ": " + price.error().message);
  }
  RewardOutcome outcome{reward.id, reward.unit, price->cost, price->value, {}, {}};
  if (takes_money_off(reward)) {
    share_over_lines(*price, scope_of(reward, situation.basket, remaining), remaining, evaluation);
  } else {
    outcome.of_whole_sale = true;
  }
  outcome.spent = spend(remaining, reward.unit, situation.business_date, price->cost);
  outcome.clamped = std::move(price->clamped);
  evaluation.rewards.push_back(std::move(outcome));
  return {};
}

}  // namespace loyald::programme

// SPDX-License-Identifier: Apache-2.0
#include "store/programme/rewards.h"

#include <algorithm>

#include "store/programme/credit.h"
#include "store/programme/line_filter.h"
#include "store/programme/reason_text.h"
#include "store/programme/rule_gift.h"
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
  if (const Gift* gift = std::get_if<Gift>(&reward.kind)) {
    scope.in_stock = safe_to_spend(remaining, gift->stock, Owner::store);
  }
  return scope;
}

bool takes_money_off(const Reward& reward) {
  return !std::holds_alternative<Voucher>(reward.kind) &&
         !std::holds_alternative<Message>(reward.kind) &&
         !std::holds_alternative<Gift>(reward.kind) &&
         !std::holds_alternative<InstantWin>(reward.kind);
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

Reason why_used_up(const Reward& reward, const Situation& situation, const Remaining& remaining) {
  const Date day = situation.business_date;
  if (reward.cap) {
    const Quantity used = counted(remaining, reward.cap->unit, day, Owner::member);
    if (used >= reward.cap->at_most) return why_capped(*reward.cap, used);
  }
  const Quantity most = reward.quota->at_most(situation.circumstances.store);
  const Quantity used = counted(remaining, reward.quota->unit, day, Owner::store);
  return {ReasonCode::quota, {most, used}};
}

}  // namespace

Quantity uses_left(const Reward& reward, const Situation& situation, const Remaining& remaining) {
  Quantity left = kMaxAmount;
  const Date day = situation.business_date;
  if (reward.cap) {
    left = std::min(left,
                    reward.cap->at_most - counted(remaining, reward.cap->unit, day, Owner::member));
  }
  if (reward.quota) {
    left = std::min(left, reward.quota->at_most(situation.circumstances.store) -
                              counted(remaining, reward.quota->unit, day, Owner::store));
  }
  return std::max<Quantity>(left, 0);
}

Result<void> count_uses(const Reward& reward, Quantity times, const Situation& situation,
                        Remaining& remaining, Evaluation& evaluation) {
  const Date day = situation.business_date;
  const auto count = [&](Credit credit, const std::string& unit, const Lot& lot,
                         Owner owner) -> Result<void> {
    LOYALD_TRY(receive(remaining, unit, day, lot, owner));
    evaluation.rules.push_back(credit_of_whole(credit, reward.id, unit, lot, owner));
    return {};
  };
  if (reward.cap) {
    LOYALD_TRY(
        count(Credit::cap, reward.cap->unit, counted_lot(*reward.cap, day, times), Owner::member));
  }
  if (reward.quota) {
    LOYALD_TRY(count(Credit::quota, reward.quota->unit, counted_lot(*reward.quota, day, times),
                     Owner::store));
  }
  return {};
}

Reason why_not_now(const Reward& reward, const Situation& situation, const std::string& tier,
                   const Remaining& remaining) {
  if (Reason why = why_not_met(reward.when, situation, tier); !why.empty()) return why;
  if (uses_left(reward, situation, remaining) > 0) return {};
  return why_used_up(reward, situation, remaining);
}

Result<RewardPrice> price_now(const Reward& reward, Quantity quantity, const Situation& situation,
                              const std::string& tier, const Remaining& remaining) {
  if (const Reason why = why_not_now(reward, situation, tier, remaining); !why.empty()) {
    return fail(Errc::failed_precondition, reason_text(why));
  }
  const Quantity left = uses_left(reward, situation, remaining);
  if (remaining.total < reward.minimum_spend) {
    return fail(Errc::failed_precondition,
                "minimum spend " + std::to_string(reward.minimum_spend.minor) +
                    " not reached: " + std::to_string(remaining.total.minor));
  }
  const RewardScope scope = scope_of(reward, situation.basket, remaining);
  if (scope.listed.minor == 0 && !situation.event) {
    return fail(Errc::failed_precondition, "no line that it may be used on");
  }
  if (scope.left.minor == 0 && takes_money_off(reward)) {
    return fail(Errc::failed_precondition, "nothing left to pay");
  }
  LOYALD_ASSIGN(
      RewardPrice price,
      std::visit([&](const auto& kind) { return programme::price(kind, scope, quantity); },
                 reward.kind));
  if (price.uses > left) {
    return fail(Errc::failed_precondition, "can be used " + std::to_string(left) +
                                               " more times, not " + std::to_string(price.uses));
  }
  return price;
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
  RewardOutcome outcome{reward.id, reward.unit, price->cost, price->value, {}};
  if (takes_money_off(reward)) {
    share_over_lines(*price, scope_of(reward, situation.basket, remaining), remaining, evaluation);
  } else {
    outcome.of_whole_sale = true;
  }
  outcome.spent = spend(remaining, reward.unit, situation.business_date, price->cost);
  outcome.clamped = std::move(price->clamped);
  const PointsAsMoney* points = std::get_if<PointsAsMoney>(&reward.kind);
  outcome.tender = points != nullptr && points->tender;
  evaluation.rewards.push_back(std::move(outcome));
  Used& used = remaining.choices.emplace_back();
  used.times = price->uses;
  if (const Gift* gift = std::get_if<Gift>(&reward.kind)) {
    used.from_stock =
        spend(remaining, gift->stock, situation.business_date, price->uses, Owner::store);
  }
  return {};
}

}  // namespace loyald::programme

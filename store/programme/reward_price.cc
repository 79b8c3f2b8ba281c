// SPDX-License-Identifier: Apache-2.0
#include "store/programme/reward_price.h"

#include <algorithm>

#include "store/programme/reason_text.h"

namespace loyald::programme {
namespace {

std::string text(std::int64_t number) { return std::to_string(number); }

std::string left_to_pay(const RewardScope& scope) {
  return "only " + text(scope.left.minor) + " left to pay";
}

// How many multiples the reward's own limits and the basket allow, and which of them is the
// tightest.
struct Ceiling {
  std::int64_t multiples = 0;
  Reason reason;
};

Ceiling ceiling(const PointsAsMoney& kind, const RewardScope& scope) {
  const std::int64_t value = kind.value.minor;
  const std::int64_t left = scope.left.minor;
  // Rounded up, the last cent: the multiple that pays off the rest may be worth more than the rest.
  Ceiling tightest{left / value + (left % value != 0 ? 1 : 0),
                   {ReasonCode::left_to_pay, {scope.left.minor}}};

  const auto lower = [&](std::int64_t multiples, Reason reason) {
    if (multiples < tightest.multiples) tightest = {multiples, std::move(reason)};
  };
  if (kind.maximum_percent > 0) {
    const std::int64_t allowed = scope.listed.minor * kind.maximum_percent / 100;
    if (allowed < left) {
      lower(allowed / value, {ReasonCode::percent_of, {kind.maximum_percent, scope.listed.minor}});
    }
  }
  if (kind.maximum > 0) {
    lower(kind.maximum / kind.cost, {ReasonCode::most_per_sale, {kind.maximum}});
  }
  return tightest;
}

}  // namespace

Result<RewardPrice> price(const AmountOff& kind, const RewardScope& scope, Quantity times) {
  times = std::max<Quantity>(times, 1);
  const auto cost = checked_mul(kind.cost, times);
  const auto value = checked_mul(kind.value.minor, times);
  if (!cost || !value) return fail(Errc::invalid_argument, "too many times: " + text(times));
  if (*value > scope.left.minor) {
    return fail(Errc::failed_precondition, "takes " + text(*value) + " off, " + left_to_pay(scope));
  }
  if (*cost > scope.safe_to_spend) {
    return fail(Errc::insufficient,
                "costs " + text(*cost) + ", " + text(scope.safe_to_spend) + " may be spent");
  }
  RewardPrice price{*cost, Money{*value}};
  price.uses = times;
  return price;
}

Result<RewardPrice> price(const PointsAsMoney& kind, const RewardScope& scope, Quantity units) {
  const Ceiling most = ceiling(kind, scope);
  const std::int64_t fewest =
      std::max<std::int64_t>(1, kind.minimum / kind.cost + (kind.minimum % kind.cost != 0 ? 1 : 0));
  const std::string at_least = "at least " + text(fewest * kind.cost) + " at a time";
  if (most.multiples < fewest) {
    return fail(Errc::failed_precondition, at_least + ", " + reason_text(most.reason));
  }
  if (units > scope.safe_to_spend) {
    return fail(Errc::insufficient,
                text(units) + " asked for, " + text(scope.safe_to_spend) + " may be spent");
  }
  const std::int64_t wanted = (units > 0 ? units : scope.safe_to_spend) / kind.cost;
  if (wanted < fewest) {
    return fail(Errc::insufficient,
                units > 0 ? at_least + ", " + text(units) + " asked for"
                          : at_least + ", " + text(scope.safe_to_spend) + " may be spent");
  }
  const std::int64_t multiples = std::min(wanted, most.multiples);
  RewardPrice price{
      multiples * kind.cost, Money{std::min(multiples * kind.value.minor, scope.left.minor)}, {}};
  if (price.cost < units) {
    price.clamped = multiples < wanted ? most.reason : Reason{ReasonCode::multiples, {kind.cost}};
  }
  return price;
}

Quantity least_cost(const Reward& reward) {
  const auto cost = [](const auto& kind) -> Quantity {
    if constexpr (requires { kind.cost; }) return kind.cost;
    return 0;
  };
  if (const auto* points = std::get_if<PointsAsMoney>(&reward.kind)) {
    return std::max(points->cost,
                    (points->minimum + points->cost - 1) / points->cost * points->cost);
  }
  return std::visit(cost, reward.kind);
}

}  // namespace loyald::programme

// SPDX-License-Identifier: Apache-2.0
#include "store/programme/rule_gift.h"

#include <algorithm>
#include <string>

namespace loyald::programme {
namespace {

std::string text(std::int64_t number) { return std::to_string(number); }

Reason why_too_little(const EarnRule& rule, const Counted& counted) {
  if (counted.money < rule.minimum_spend) {
    return {ReasonCode::minimum_spend, {rule.minimum_spend.minor, counted.money.minor}};
  }
  if (counted.quantity < rule.minimum_quantity) {
    return {ReasonCode::minimum_quantity, {rule.minimum_quantity, counted.quantity}};
  }
  return {};
}

tl::unexpected<Error> too_much(const EarnRule& rule) {
  return fail(Errc::invalid_argument,
              "rule " + rule.id + " would give more than " + text(kMaxAmount) + " " + rule.unit);
}

// The rate alone.
Result<RuleGift> multiply(const EarnRule& rule, const GiftScope& scope) {
  RuleGift gift;
  gift.is_applied = true;
  if (rule.rate == Rate::per_visit) {
    gift.quantity = rule.quantity;
    return gift;
  }
  const std::int64_t counted =
      rule.rate == Rate::per_item ? scope.counted.quantity : scope.counted.money.minor;
  const auto product = checked_mul(counted, rule.quantity);
  const auto steps = product ? checked_add(*product, scope.carried) : std::nullopt;
  if (!steps || *steps / rule.per.minor > kMaxAmount) return too_much(rule);
  gift.quantity = *steps / rule.per.minor;
  gift.left = *steps % rule.per.minor;
  if (gift.quantity == 0) {
    gift.not_applied = {ReasonCode::less_than_one, {counted, rule.quantity, rule.per.minor}};
  }
  return gift;
}

}  // namespace

void clamp(RuleGift& gift, Quantity most, Reason why) {
  if (gift.quantity <= most) return;
  gift.quantity = std::max<Quantity>(0, most);
  (gift.quantity == 0 ? gift.not_applied : gift.clamped) = std::move(why);
}

Reason why_capped(const Cap& cap, Quantity used) {
  if (const Period* period = std::get_if<Period>(&cap.period)) {
    return {ReasonCode::cap_of_period, {cap.at_most, used}, {name(*period)}};
  }
  return {ReasonCode::cap_of_days, {cap.at_most, std::get<int>(cap.period), used}};
}

Result<RuleGift> give(const EarnRule& rule, const GiftScope& scope) {
  if (!scope.counted.any) return RuleGift{};
  if (Reason why = why_too_little(rule, scope.counted); !why.empty()) {
    RuleGift nothing;
    nothing.not_applied = std::move(why);
    return nothing;
  }
  LOYALD_ASSIGN(RuleGift gift, multiply(rule, scope));
  if (rule.most_per_sale > 0) {
    clamp(gift, rule.most_per_sale, {ReasonCode::most_per_sale, {rule.most_per_sale}});
  }
  if (rule.cap) {
    clamp(gift, rule.cap->at_most - scope.cap_used, why_capped(*rule.cap, scope.cap_used));
  }
  if (rule.quota) {
    const Quantity most = rule.quota->at_most(scope.store);
    clamp(gift, most - scope.quota_used, {ReasonCode::quota, {most, scope.quota_used}});
  }
  return gift;
}

}  // namespace loyald::programme

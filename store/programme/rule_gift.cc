// SPDX-License-Identifier: Apache-2.0
#include "store/programme/rule_gift.h"

#include <algorithm>

namespace loyald::programme {
namespace {

std::string text(std::int64_t number) { return std::to_string(number); }

std::string why_too_little(const EarnRule& rule, const Counted& counted) {
  if (counted.money < rule.minimum_spend) {
    return "minimum spend " + text(rule.minimum_spend.minor) +
           " not reached: " + text(counted.money.minor);
  }
  if (counted.quantity < rule.minimum_quantity) {
    return "minimum quantity " + text(rule.minimum_quantity) +
           " not reached: " + text(counted.quantity);
  }
  return {};
}

tl::unexpected<Error> too_much(const EarnRule& rule) {
  return fail(Errc::invalid_argument,
              "rule " + rule.id + " would give more than " + text(kMaxAmount) + " " + rule.unit);
}

// The rate alone.
Result<Gift> multiply(const EarnRule& rule, const GiftScope& scope) {
  Gift gift;
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
    gift.not_applied = "less than one: " + text(counted) + " counted, " + text(rule.quantity) +
                       " for every " + text(rule.per.minor);
  }
  return gift;
}

void clamp(Gift& gift, Quantity most, std::string why) {
  if (gift.quantity <= most) return;
  gift.quantity = most;
  (most == 0 ? gift.not_applied : gift.clamped) = std::move(why);
}

std::string cap_text(const Cap& cap, Quantity used) {
  const Period* period = std::get_if<Period>(&cap.period);
  return "at most " + text(cap.at_most) +
         (period != nullptr ? std::string(" a ") + name(*period)
                            : " in " + text(std::get<int>(cap.period)) + " days") +
         ", " + text(used) + " before";
}

}  // namespace

Result<Gift> give(const EarnRule& rule, const GiftScope& scope) {
  if (scope.counted.money.minor == 0) return Gift{};
  if (std::string why = why_too_little(rule, scope.counted); !why.empty()) {
    Gift nothing;
    nothing.not_applied = std::move(why);
    return nothing;
  }
  LOYALD_ASSIGN(Gift gift, multiply(rule, scope));
  if (rule.most_per_sale > 0) {
    clamp(gift, rule.most_per_sale, "at most " + text(rule.most_per_sale) + " per sale");
  }
  if (rule.cap) {
    clamp(gift, std::max<Quantity>(0, rule.cap->at_most - scope.cap_used),
          cap_text(*rule.cap, scope.cap_used));
  }
  return gift;
}

}  // namespace loyald::programme

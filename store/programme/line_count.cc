// SPDX-License-Identifier: Apache-2.0
#include "store/programme/line_count.h"

#include "store/programme/line_filter.h"

namespace loyald::programme {
namespace {

constexpr std::int64_t kWhole = 10'000;  // basis points

}  // namespace

LineEarning count(const EarnRule& rule, const BasketLine& line, Money discount) {
  LineEarning earning{0, Money{}, 0, why_not_counted(line, rule.include, rule.exclude)};
  if (!earning.not_counted.empty()) return earning;
  const Money whole = rule.list_amounts ? line.list_amount.value_or(line.amount) : line.amount;
  std::int64_t money = whole.minor - (rule.earn_on_rewards ? 0 : discount.minor);
  if (rule.without_tax) money = money * kWhole / (kWhole + line.tax_rate);
  if (money == 0) {
    earning.not_counted.code = ReasonCode::nothing_paid;
  } else if (rule.rate == Rate::per_item && line.quantity == 0) {
    earning.not_counted.code = ReasonCode::no_quantity;
  } else {
    earning.counted.minor = money;
    earning.counted_quantity = line.quantity;
  }
  return earning;
}

}  // namespace loyald::programme

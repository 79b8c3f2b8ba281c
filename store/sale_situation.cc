// SPDX-License-Identifier: Apache-2.0
#include "store/sale_situation.h"

#include "store/base/check.h"

namespace loyald {
namespace {

programme::BasketLine line_of(const v1::BasketLine& from) {
  programme::BasketLine line;
  line.sku = from.sku();
  line.category = from.category();
  line.department = from.department();
  line.brand = from.brand();
  line.tags.assign(from.tags().begin(), from.tags().end());
  line.quantity = from.quantity();
  line.amount.minor = from.amount();
  if (from.has_list_amount()) line.list_amount = Money{from.list_amount()};
  line.tax_rate = from.tax_rate();
  return line;
}

programme::MemberUnits units_of(const v1::HeldUnit& from, Date day) {
  programme::MemberUnits units;
  units.wallet.unit = from.unit();
  if (from.quantity() > 0) units.wallet.lots = {{day, kNever, from.quantity()}};
  if (from.quantity() < 0) units.wallet.debt = -from.quantity();
  units.safe_to_spend = from.safe_to_spend();
  return units;
}

programme::Circumstances circumstances_of(const v1::Sale& sale) {
  programme::Circumstances circumstances;
  const v1::SaleInputs& inputs = sale.inputs();
  circumstances.store = static_cast<std::int64_t>(inputs.store_id());
  if (sale.has_sold_at()) circumstances.setting.sold_at = sale.sold_at();
  circumstances.setting.channel = sale.channel();
  circumstances.setting.payments.assign(sale.payments().begin(), sale.payments().end());
  circumstances.tags.assign(inputs.tags().begin(), inputs.tags().end());
  for (const v1::BirthdayAnswer& from : inputs.birthday()) {
    circumstances.birthday.push_back({{from.days_before(), from.days_after()}, from.is_within()});
  }
  circumstances.may_earn = !inputs.may_not_earn();
  if (inputs.has_member_since()) circumstances.member_since = Date{inputs.member_since()};
  return circumstances;
}

}  // namespace

programme::Situation situation_of(const v1::JournalEntry& entry) {
  CHECK(entry.has_sale());
  const v1::Sale& sale = entry.sale();
  programme::Situation situation{{entry.business_date()}, {}, {}, {}, circumstances_of(sale)};
  for (const v1::HeldUnit& held : sale.inputs().held()) {
    situation.units.push_back(units_of(held, situation.business_date));
  }
  for (const v1::BasketLine& line : sale.lines()) {
    situation.basket.lines.push_back(line_of(line));
  }
  for (const v1::RewardChoice& choice : sale.choices()) {
    situation.choices.push_back({choice.reward(), choice.quantity()});
  }
  return situation;
}

}  // namespace loyald

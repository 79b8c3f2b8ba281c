// SPDX-License-Identifier: Apache-2.0
#include "store/sale_situation.h"

#include <algorithm>

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
  const Date last{from.last_expiry()};
  // Of lots that are owed or become spendable later only matters until when they live.
  const Quantity there = from.quantity() > 0 ? from.quantity() : last > day ? 1 : 0;
  if (there > 0) {
    units.wallet.lots = {{day, std::max(last, day + std::chrono::days(1)), there}};
  }
  units.wallet.debt = there - from.quantity();
  units.safe_to_spend = from.safe_to_spend();
  return units;
}

using HeldUnits = google::protobuf::RepeatedPtrField<v1::HeldUnit>;

std::vector<programme::MemberUnits> all_units(const HeldUnits& held, Date day) {
  std::vector<programme::MemberUnits> units;
  for (const v1::HeldUnit& each : held) units.push_back(units_of(each, day));
  return units;
}

programme::Circumstances circumstances_of(const v1::SaleInputs& inputs) {
  programme::Circumstances circumstances;
  circumstances.store = static_cast<std::int64_t>(inputs.store_id());
  circumstances.language = inputs.language();
  circumstances.has_referrer = !inputs.referrer_id().empty();
  circumstances.tags.assign(inputs.tags().begin(), inputs.tags().end());
  for (const v1::BirthdayAnswer& from : inputs.birthday()) {
    circumstances.birthday.push_back({{from.days_before(), from.days_after()}, from.is_within()});
  }
  circumstances.may_earn = !inputs.may_not_earn();
  // A kind that this program does not know proves nothing to it.
  if (v1::ShownAs_IsValid(inputs.shown_as())) {
    circumstances.shown_as = static_cast<programme::ShownAs>(inputs.shown_as());
  }
  if (inputs.has_member_since()) circumstances.member_since = Date{inputs.member_since()};
  return circumstances;
}

programme::Situation situation_from(const v1::SaleInputs& inputs, Date day) {
  programme::Situation situation{day, {}, {}, {}, circumstances_of(inputs)};
  situation.units = all_units(inputs.held(), day);
  situation.store_units = all_units(inputs.store_held(), day);
  situation.referrer_units = all_units(inputs.referrer_held(), day);
  return situation;
}

programme::Situation of_event(const v1::EventOutcome& outcome, Date day,
                              programme::Happening event) {
  programme::Situation situation = situation_from(outcome.inputs(), day);
  situation.event = std::move(event);
  return situation;
}

}  // namespace

programme::Situation situation_of(const v1::JournalEntry& entry) {
  const Date day{entry.business_date()};
  if (entry.has_event()) {
    return of_event(entry.event().outcome(), day, {entry.event().name(), entry.event().quantity()});
  }
  if (entry.has_enrol()) {
    return of_event(entry.enrol().outcome(), day, {std::string(kEnrolEvent), 1});
  }
  CHECK(entry.has_sale());
  const v1::Sale& sale = entry.sale();
  programme::Situation situation = situation_from(sale.inputs(), day);
  programme::SaleSetting& setting = situation.circumstances.setting;
  if (sale.has_sold_at()) setting.sold_at = sale.sold_at();
  setting.channel = sale.channel();
  setting.payments.assign(sale.payments().begin(), sale.payments().end());
  for (const v1::BasketLine& line : sale.lines()) {
    situation.basket.lines.push_back(line_of(line));
  }
  for (const v1::RewardChoice& choice : sale.choices()) {
    situation.choices.push_back({choice.reward(), choice.quantity()});
  }
  return situation;
}

}  // namespace loyald

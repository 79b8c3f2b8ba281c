// SPDX-License-Identifier: Apache-2.0
#include "store/sale_entry.h"

namespace loyald {
namespace {

v1::Rate wire(programme::Rate rate) {
  switch (rate) {
    case programme::Rate::per_money:
      return v1::RATE_PER_MONEY;
    case programme::Rate::per_item:
      return v1::RATE_PER_ITEM;
    case programme::Rate::per_visit:
      return v1::RATE_PER_VISIT;
  }
  return v1::RATE_PER_MONEY;
}

v1::Credit wire(programme::Credit credit) {
  switch (credit) {
    case programme::Credit::earned:
      return v1::CREDIT_EARNED;
    case programme::Credit::multiplied:
      return v1::CREDIT_MULTIPLIED;
    case programme::Credit::cap:
      return v1::CREDIT_CAP;
    case programme::Credit::carried:
      return v1::CREDIT_CARRIED;
    case programme::Credit::issued:
      return v1::CREDIT_ISSUED;
  }
  return v1::CREDIT_EARNED;
}

v1::Spending wire(programme::Spending spending) {
  switch (spending) {
    case programme::Spending::chosen:
      return v1::SPENDING_CHOSEN;
    case programme::Spending::automatic:
      return v1::SPENDING_AUTOMATIC;
    case programme::Spending::carried:
      return v1::SPENDING_CARRIED;
  }
  return v1::SPENDING_CHOSEN;
}

v1::LotChange lot_change(const std::string& unit, const programme::Lot& lot, std::int64_t sign) {
  v1::LotChange change;
  change.set_unit(unit);
  change.set_available_from(lot.available_from.days);
  change.set_expires_on(lot.expires_on.days);
  change.set_amount(sign * lot.amount);
  return change;
}

}  // namespace

void set_asked(v1::Sale& sale, const CheckoutRequest& request, const MemberId& member) {
  sale.set_member_id(member.str());
  if (request.who.kind == IdentifierKind::card) sale.set_card(request.who.text);
  for (const programme::BasketLine& from : request.basket.lines) {
    v1::BasketLine& line = *sale.add_lines();
    line.set_sku(from.sku);
    line.set_category(from.category);
    line.set_department(from.department);
    line.set_brand(from.brand);
    line.mutable_tags()->Assign(from.tags.begin(), from.tags.end());
    line.set_quantity(from.quantity);
    line.set_amount(from.amount.minor);
    if (from.list_amount) line.set_list_amount(from.list_amount->minor);
    line.set_tax_rate(from.tax_rate);
  }
  for (const programme::RewardChoice& from : request.choices) {
    v1::RewardChoice& choice = *sale.add_choices();
    choice.set_reward(from.reward);
    choice.set_quantity(from.quantity);
  }
  if (request.setting.sold_at) sale.set_sold_at(*request.setting.sold_at);
  sale.set_channel(request.setting.channel);
  sale.mutable_payments()->Assign(request.setting.payments.begin(), request.setting.payments.end());
  if (request.hold) {
    sale.mutable_hold()->set_register_id(request.hold->register_id);
    sale.mutable_hold()->set_hold_id(request.hold->hold_id);
  }
}

void set_inputs(v1::Sale& sale, const programme::Situation& situation, const std::string& tier) {
  v1::SaleInputs& inputs = *sale.mutable_inputs();
  const programme::Circumstances& circumstances = situation.circumstances;
  inputs.set_store_id(static_cast<std::uint64_t>(circumstances.store));
  inputs.set_tier(tier);
  inputs.mutable_tags()->Assign(circumstances.tags.begin(), circumstances.tags.end());
  for (const programme::BirthdayAnswer& from : circumstances.birthday) {
    v1::BirthdayAnswer& answer = *inputs.add_birthday();
    answer.set_days_before(from.window.days_before);
    answer.set_days_after(from.window.days_after);
    answer.set_is_within(from.is_within);
  }
  inputs.set_may_not_earn(!circumstances.may_earn);
  if (circumstances.member_since) inputs.set_member_since(circumstances.member_since->days);
  for (const programme::MemberUnits& from : situation.units) {
    const Quantity quantity = programme::net_of_debt(from.wallet, situation.business_date);
    if (quantity == 0) continue;
    v1::HeldUnit& held = *inputs.add_held();
    held.set_unit(from.wallet.unit);
    held.set_quantity(quantity);
    held.set_safe_to_spend(from.safe_to_spend);
  }
}

namespace {

void set_line_outcome(v1::LineOutcome& to, const programme::LineOutcome& from) {
  to.set_discount(from.discount.minor);
  for (const programme::LineEarning& earning : from.earnings) {
    v1::LineEarning& line = *to.add_earnings();
    line.set_rule(static_cast<std::uint32_t>(earning.rule));
    line.set_counted(earning.counted.minor);
    line.set_quantity(earning.quantity);
    line.set_not_counted(earning.not_counted);
    line.set_counted_quantity(earning.counted_quantity);
  }
  for (const programme::LineReward& reward : from.rewards) {
    v1::LineReward& line = *to.add_rewards();
    line.set_reward(static_cast<std::uint32_t>(reward.reward));
    line.set_value(reward.value.minor);
    line.set_cost(reward.cost);
  }
}

void set_reward(v1::Sale& sale, const programme::RewardOutcome& from) {
  v1::RewardOutcome& reward = *sale.add_rewards();
  reward.set_reward(from.reward);
  reward.set_unit(from.unit);
  reward.set_cost(from.cost);
  reward.set_value(from.value.minor);
  reward.set_clamped(from.clamped);
  reward.set_of_whole_sale(from.of_whole_sale);
  reward.set_spending(wire(from.spending));
  reward.set_message(from.message);
  for (const programme::Lot& lot : from.spent) {
    *reward.add_spent() = lot_change(from.unit, lot, 1);
    *sale.add_changes() = lot_change(from.unit, lot, -1);
  }
}

void set_rule(v1::Sale& sale, const programme::RuleOutcome& from) {
  v1::RuleOutcome& rule = *sale.add_rules();
  rule.set_rule(from.rule);
  rule.set_unit(from.unit);
  rule.set_counted(from.counted.minor);
  rule.set_rate_quantity(from.rate_quantity);
  rule.set_rate_per(from.rate_per.minor);
  rule.set_quantity(from.lot.amount);
  rule.set_available_from(from.lot.available_from.days);
  rule.set_expires_on(from.lot.expires_on.days);
  rule.set_not_applied(from.not_applied);
  rule.set_rate(wire(from.rate));
  rule.set_counted_quantity(from.counted_quantity);
  rule.set_list_amounts(from.list_amounts);
  rule.set_without_tax(from.without_tax);
  rule.set_credit(wire(from.credit));
  rule.set_carried(from.carried);
  rule.set_clamped(from.clamped);
  rule.set_of_whole_sale(from.of_whole_sale);
  if (from.lot.amount != 0) *sale.add_changes() = lot_change(from.unit, from.lot, 1);
}

}  // namespace

void set_outcome(v1::Sale& sale, const programme::Evaluation& evaluation) {
  for (const programme::LineOutcome& line : evaluation.lines) {
    set_line_outcome(*sale.add_outcomes(), line);
  }
  for (const programme::RewardOutcome& reward : evaluation.rewards) set_reward(sale, reward);
  for (const programme::RuleOutcome& rule : evaluation.rules) set_rule(sale, rule);
}

}  // namespace loyald

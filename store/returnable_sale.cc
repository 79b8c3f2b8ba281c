// SPDX-License-Identifier: Apache-2.0
#include "store/returnable_sale.h"

#include <set>
#include <string>

namespace loyald {
namespace {

// Lines refer to rules and rewards by their place, so each keeps its own, and may be empty.
v1::RuleOutcome returnable(const v1::RuleOutcome& from) {
  v1::RuleOutcome rule;
  if (from.quantity() == 0) return rule;
  rule.set_unit(from.unit());
  rule.set_quantity(from.quantity());
  rule.set_available_from(from.available_from());
  rule.set_expires_on(from.expires_on());
  rule.set_credit(from.credit());
  rule.set_of_whole_sale(from.of_whole_sale());
  rule.set_owner(from.owner());
  if (from.credit() == v1::CREDIT_RENEWED) rule.set_rule(from.rule());
  if (from.credit() == v1::CREDIT_ISSUED) {
    rule.set_rule(from.rule());
    rule.set_rate_quantity(from.rate_quantity());
    rule.set_rate_per(from.rate_per());
  }
  return rule;
}

v1::RewardOutcome returnable(const v1::RewardOutcome& from) {
  v1::RewardOutcome reward;
  if (from.cost() == 0) return reward;
  reward.set_unit(from.unit());
  reward.set_cost(from.cost());
  *reward.mutable_spent() = from.spent();
  for (v1::LotChange& spent : *reward.mutable_spent()) spent.clear_unit();
  reward.set_of_whole_sale(from.of_whole_sale());
  reward.set_spending(from.spending());
  reward.set_owner(from.owner());
  reward.set_tender(from.tender());
  if (from.spending() == v1::SPENDING_AUTOMATIC || from.spending() == v1::SPENDING_RENEWED) {
    reward.set_reward(from.reward());
  }
  return reward;
}

v1::LineOutcome returnable(const v1::LineOutcome& from) {
  v1::LineOutcome line;
  line.set_discount(from.discount());
  for (const v1::LineEarning& each : from.earnings()) {
    if (each.quantity() == 0) continue;
    v1::LineEarning& earning = *line.add_earnings();
    earning.set_rule(each.rule());
    earning.set_quantity(each.quantity());
  }
  for (const v1::LineReward& each : from.rewards()) {
    if (each.cost() == 0) continue;
    v1::LineReward& reward = *line.add_rewards();
    reward.set_reward(each.reward());
    reward.set_cost(each.cost());
  }
  return line;
}

// What was held decides how many exchanges the goods that stay still pay for.
void set_inputs(v1::SaleInputs& to, const v1::Sale& sale) {
  const v1::SaleInputs& from = sale.inputs();
  to.set_store_id(from.store_id());
  to.set_referrer_id(from.referrer_id());
  std::set<std::string> exchanged;
  for (const v1::RewardOutcome& reward : sale.rewards()) {
    if (reward.spending() == v1::SPENDING_AUTOMATIC) exchanged.insert(reward.unit());
  }
  for (const v1::HeldUnit& each : from.held()) {
    if (!exchanged.contains(each.unit())) continue;
    v1::HeldUnit& held = *to.add_held();
    held.set_unit(each.unit());
    held.set_quantity(each.quantity());
    held.set_safe_to_spend(each.safe_to_spend());
  }
}

}  // namespace

v1::JournalEntry returnable_part(const v1::JournalEntry& entry) {
  v1::JournalEntry pruned;
  pruned.set_business_date(entry.business_date());
  pruned.set_register_id(entry.register_id());
  pruned.set_op_id(entry.op_id());
  pruned.set_wallet_id(entry.wallet_id());
  const v1::Sale& from = entry.sale();
  v1::Sale& sale = *pruned.mutable_sale();
  sale.set_member_id(from.member_id());
  sale.set_programme_version(from.programme_version());
  for (const v1::BasketLine& each : from.lines()) {
    v1::BasketLine& line = *sale.add_lines();
    line.set_quantity(each.quantity());
    line.set_amount(each.amount());
    line.set_tax_rate(each.tax_rate());
  }
  for (const auto& each : from.outcomes()) *sale.add_outcomes() = returnable(each);
  for (const auto& each : from.rules()) *sale.add_rules() = returnable(each);
  for (const auto& each : from.rewards()) *sale.add_rewards() = returnable(each);
  set_inputs(*sale.mutable_inputs(), from);
  return pruned;
}

}  // namespace loyald

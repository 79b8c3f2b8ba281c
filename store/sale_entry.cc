// SPDX-License-Identifier: Apache-2.0
#include "store/sale_entry.h"

#include "store/fold.h"

namespace loyald {
namespace {

// The enums of the journal have the same order as the programme's.
static_assert(static_cast<int>(programme::Rate::per_visit) == v1::RATE_PER_VISIT);
static_assert(static_cast<int>(programme::Credit::won) == v1::CREDIT_WON);
static_assert(static_cast<int>(programme::Spending::stock) == v1::SPENDING_STOCK);
static_assert(static_cast<int>(programme::Owner::store) == v1::OWNER_STORE);
static_assert(static_cast<int>(programme::ShownAs::mail) == v1::SHOWN_AS_MAIL);
static_assert(static_cast<int>(programme::ReasonCode::ceiling) == v1::REASON_CEILING);

template <class To, class From>
To wire(From from) {
  return static_cast<To>(from);
}

void set_reason(v1::Reason& to, const programme::Reason& from) {
  to.set_code(wire<v1::ReasonCode>(from.code));
  to.mutable_numbers()->Assign(from.numbers.begin(), from.numbers.end());
  to.mutable_words()->Assign(from.words.begin(), from.words.end());
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

namespace {

using HeldUnits = google::protobuf::RepeatedPtrField<v1::HeldUnit>;

void set_held(HeldUnits& to, const std::vector<programme::MemberUnits>& units, Date day) {
  for (const programme::MemberUnits& from : units) {
    const Quantity quantity = programme::net_of_debt(from.wallet, day);
    const Date last = programme::last_expiry(from.wallet);
    if (quantity == 0 && last <= day) continue;
    v1::HeldUnit& held = *to.Add();
    held.set_unit(from.wallet.unit);
    held.set_quantity(quantity);
    held.set_safe_to_spend(from.safe_to_spend);
    held.set_last_expiry(last > day ? last.days : 0);
  }
}

void set_line_outcome(v1::LineOutcome& to, const programme::LineOutcome& from) {
  to.set_discount(from.discount.minor);
  for (const programme::LineEarning& earning : from.earnings) {
    v1::LineEarning& line = *to.add_earnings();
    line.set_rule(static_cast<std::uint32_t>(earning.rule));
    line.set_counted(earning.counted.minor);
    line.set_quantity(earning.quantity);
    line.set_not_counted(wire<v1::ReasonCode>(earning.not_counted.code));
    line.set_not_counted_tag(earning.not_counted.tag);
    line.set_counted_quantity(earning.counted_quantity);
  }
  for (const programme::LineReward& reward : from.rewards) {
    v1::LineReward& line = *to.add_rewards();
    line.set_reward(static_cast<std::uint32_t>(reward.reward));
    line.set_value(reward.value.minor);
    line.set_cost(reward.cost);
  }
}

v1::RewardOutcome reward_outcome(const programme::RewardOutcome& from) {
  v1::RewardOutcome reward;
  reward.set_reward(from.reward);
  reward.set_unit(from.unit);
  reward.set_cost(from.cost);
  reward.set_value(from.value.minor);
  if (!from.clamped.empty()) set_reason(*reward.mutable_clamped(), from.clamped);
  reward.set_of_whole_sale(from.of_whole_sale);
  reward.set_spending(wire<v1::Spending>(from.spending));
  reward.set_message(from.message);
  reward.set_owner(wire<v1::Owner>(from.owner));
  reward.set_tender(from.tender);
  reward.set_ticket(from.ticket);
  for (const programme::Lot& lot : from.spent) *reward.add_spent() = lot_change(from.unit, lot, 1);
  return reward;
}

v1::RuleOutcome rule_outcome(const programme::RuleOutcome& from) {
  v1::RuleOutcome rule;
  rule.set_rule(from.rule);
  rule.set_unit(from.unit);
  rule.set_counted(from.counted.minor);
  rule.set_rate_quantity(from.rate_quantity);
  rule.set_rate_per(from.rate_per.minor);
  rule.set_quantity(from.lot.amount);
  rule.set_available_from(from.lot.available_from.days);
  rule.set_expires_on(from.lot.expires_on.days);
  if (!from.not_applied.empty()) set_reason(*rule.mutable_not_applied(), from.not_applied);
  rule.set_rate(wire<v1::Rate>(from.rate));
  rule.set_counted_quantity(from.counted_quantity);
  rule.set_list_amounts(from.list_amounts);
  rule.set_without_tax(from.without_tax);
  rule.set_credit(wire<v1::Credit>(from.credit));
  rule.set_carried(from.carried);
  if (!from.clamped.empty()) set_reason(*rule.mutable_clamped(), from.clamped);
  rule.set_of_whole_sale(from.of_whole_sale);
  rule.set_owner(wire<v1::Owner>(from.owner));
  return rule;
}

// Where each owner's changes are kept; the inputs say who the others are.
class Changes {
 public:
  Changes(v1::JournalEntry& entry, const v1::SaleInputs& inputs, LotChanges& members)
      : entry_(entry), inputs_(inputs), members_(members) {}

  void add(programme::Owner owner, const std::string& unit, const programme::Lot& lot,
           std::int64_t sign) {
    if (lot.amount != 0) *of(owner).Add() = lot_change(unit, lot, sign);
  }

 private:
  LotChanges& of(programme::Owner owner) {
    if (owner == programme::Owner::member) return members_;
    const std::string id = owner == programme::Owner::store
                               ? owner_of_store(inputs_.store_id()).str()
                               : inputs_.referrer_id();
    for (v1::OwnedChanges& known : *entry_.mutable_others()) {
      if (known.owner_id() == id) return *known.mutable_changes();
    }
    v1::OwnedChanges& added = *entry_.add_others();
    added.set_owner_id(id);
    return *added.mutable_changes();
  }

  v1::JournalEntry& entry_;
  const v1::SaleInputs& inputs_;
  LotChanges& members_;
};

template <class Rules, class Rewards>
void set_outcomes(const programme::Evaluation& evaluation, Rules& rules, Rewards& rewards,
                  Changes changes) {
  for (const programme::RewardOutcome& reward : evaluation.rewards) {
    *rewards.Add() = reward_outcome(reward);
    for (const programme::Lot& lot : reward.spent) changes.add(reward.owner, reward.unit, lot, -1);
  }
  for (const programme::RuleOutcome& rule : evaluation.rules) {
    *rules.Add() = rule_outcome(rule);
    changes.add(rule.owner, rule.unit, rule.lot, 1);
  }
}

}  // namespace

v1::SaleInputs inputs_of(const programme::Situation& situation, const std::string& tier,
                         const std::optional<MemberId>& referrer) {
  v1::SaleInputs inputs;
  const programme::Circumstances& circumstances = situation.circumstances;
  inputs.set_store_id(static_cast<std::uint64_t>(circumstances.store));
  inputs.set_tier(tier);
  inputs.set_may_not_earn(!circumstances.may_earn);
  inputs.set_shown_as(wire<v1::ShownAs>(circumstances.shown_as));
  if (circumstances.member_since) inputs.set_member_since(circumstances.member_since->days);
  inputs.mutable_tags()->Assign(circumstances.tags.begin(), circumstances.tags.end());
  inputs.set_language(circumstances.language);
  if (referrer) inputs.set_referrer_id(referrer->str());
  for (const programme::BirthdayAnswer& from : circumstances.birthday) {
    v1::BirthdayAnswer& answer = *inputs.add_birthday();
    answer.set_days_before(from.window.days_before);
    answer.set_days_after(from.window.days_after);
    answer.set_is_within(from.is_within);
  }
  set_held(*inputs.mutable_held(), situation.units, situation.business_date);
  set_held(*inputs.mutable_store_held(), situation.store_units, situation.business_date);
  set_held(*inputs.mutable_referrer_held(), situation.referrer_units, situation.business_date);
  return inputs;
}

void set_outcome(v1::JournalEntry& entry, const programme::Evaluation& evaluation) {
  v1::Sale& sale = *entry.mutable_sale();
  for (const programme::LineOutcome& line : evaluation.lines) {
    set_line_outcome(*sale.add_outcomes(), line);
  }
  set_outcomes(evaluation, *sale.mutable_rules(), *sale.mutable_rewards(),
               {entry, sale.inputs(), *sale.mutable_changes()});
}

void set_event_outcome(v1::JournalEntry& entry, const programme::Evaluation& evaluation,
                       v1::EventOutcome& outcome, LotChanges& changes) {
  set_outcomes(evaluation, *outcome.mutable_rules(), *outcome.mutable_rewards(),
               {entry, outcome.inputs(), changes});
}

}  // namespace loyald

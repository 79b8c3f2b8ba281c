// SPDX-License-Identifier: Apache-2.0
#include "store/base/check.h"
#include "store/store.h"

namespace loyald {
namespace {

v1::LotChange lot_change(const std::string& unit, const programme::Lot& lot, std::int64_t sign) {
  v1::LotChange change;
  change.set_unit(unit);
  change.set_available_from(lot.available_from.days);
  change.set_expires_on(lot.expires_on.days);
  change.set_amount(sign * lot.amount);
  return change;
}

void set_asked(v1::Sale& sale, const CheckoutRequest& request, const FoundIdentifier& found) {
  sale.set_member_id(found.member.str());
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
  }
  for (const programme::RewardChoice& from : request.choices) {
    v1::RewardChoice& choice = *sale.add_choices();
    choice.set_reward(from.reward);
    choice.set_quantity(from.quantity);
  }
}

void set_line_outcome(v1::LineOutcome& to, const programme::LineOutcome& from) {
  to.set_discount(from.discount.minor);
  for (const programme::LineEarning& earning : from.earnings) {
    v1::LineEarning& line = *to.add_earnings();
    line.set_rule(static_cast<std::uint32_t>(earning.rule));
    line.set_counted(earning.counted.minor);
    line.set_quantity(earning.quantity);
    line.set_not_counted(earning.not_counted);
  }
  for (const programme::LineReward& reward : from.rewards) {
    v1::LineReward& line = *to.add_rewards();
    line.set_reward(static_cast<std::uint32_t>(reward.reward));
    line.set_value(reward.value.minor);
    line.set_cost(reward.cost);
  }
}

void set_outcome(v1::Sale& sale, const programme::Evaluation& evaluation) {
  for (const programme::LineOutcome& line : evaluation.lines) {
    set_line_outcome(*sale.add_outcomes(), line);
  }
  for (const programme::RewardOutcome& from : evaluation.rewards) {
    v1::RewardOutcome& reward = *sale.add_rewards();
    reward.set_reward(from.reward);
    reward.set_unit(from.unit);
    reward.set_cost(from.cost);
    reward.set_value(from.value.minor);
    reward.set_clamped(from.clamped);
    for (const programme::Lot& lot : from.spent) {
      *reward.add_spent() = lot_change(from.unit, lot, 1);
      *sale.add_changes() = lot_change(from.unit, lot, -1);
    }
  }
  for (const programme::RuleOutcome& from : evaluation.rules) {
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
    if (from.lot.amount != 0) *sale.add_changes() = lot_change(from.unit, from.lot, 1);
  }
}

}  // namespace

Result<Recorded> Store::checkout(const Moment& moment, const CheckoutRequest& request) {
  if (request.basket.lines.empty()) {
    return fail(Errc::invalid_argument, "lines: a checkout needs at least one line");
  }
  LOYALD_ASSIGN(const FoundIdentifier found, books_.find_member(request.who));
  v1::JournalEntry entry = begin_entry(request.origin, moment);
  v1::Sale& sale = *entry.mutable_sale();
  set_asked(sale, request, found);
  LOYALD_ASSIGN(auto before, recorded_before(request.origin, entry));
  if (before) return *std::move(before);

  LOYALD_ASSIGN(const QuoteView quoted, quote(books_, policy_, moment,
                                              {request.who, request.basket, request.choices,
                                               request.origin.business_date}));
  sale.set_programme_version(quoted.programme_version);
  set_outcome(sale, quoted.evaluation);
  set_balances(*sale.mutable_balances_after(), found.member, sale.changes(), {},
               {entry.business_date()});
  return books_.record(std::move(entry), moment.now);
}

}  // namespace loyald

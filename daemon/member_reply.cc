// SPDX-License-Identifier: Apache-2.0
#include "daemon/member_reply.h"

#include <algorithm>

#include "daemon/field_check.h"
#include "daemon/tax_shares.h"
#include "scanner/masked.h"
#include "store/base/check.h"
#include "store/programme/reason_text.h"
#include "store/standing.h"

namespace loyald::daemon {
namespace {

v1::Balance balance_reply(const UnitView& unit, const std::string& confirmed_at) {
  v1::Balance balance;
  balance.set_unit(unit.unit);
  balance.set_name(unit.name);
  balance.set_confirmed(shown(unit.confirmed));
  balance.set_confirmed_at(confirmed_at);
  balance.set_since_then(shown(unit.since_then));
  balance.set_safe_to_spend(shown(unit.safe_to_spend));
  balance.set_pending(shown(unit.pending));
  balance.set_held(shown(unit.held));
  balance.set_debt(shown(unit.wallet.debt));
  for (const programme::Lot& lot : unit.expiring) {
    v1::Expiring& expiring = *balance.add_expiring();
    expiring.set_expires_on(format(lot.expires_on));
    expiring.set_quantity(shown(lot.amount));
  }
  return balance;
}

bool is_counter(const programme::Programme& programme, const std::string& id) {
  const programme::Unit* unit = programme.find_unit(id);
  return unit != nullptr && unit->counter;
}

void set_lines(v1::QuoteResponse& reply, const QuoteView& view,
               const programme::Programme& programme, const programme::ReasonStyle& style) {
  const programme::Evaluation& evaluation = view.evaluation;
  for (std::size_t i = 0; i < evaluation.lines.size(); ++i) {
    const programme::LineOutcome& outcome = evaluation.lines[i];
    v1::LineResult& line = *reply.add_lines();
    line.set_line(static_cast<int>(i) + 1);
    line.set_discount(shown(outcome.discount.minor));
    for (const programme::LineEarning& earning : outcome.earnings) {
      const programme::RuleOutcome& rule = evaluation.rules.at(earning.rule);
      if (is_counter(programme, rule.unit)) continue;
      v1::LineEarned& earned = *line.add_earned();
      earned.set_rule(rule.rule);
      earned.set_unit(rule.unit);
      earned.set_quantity(shown(earning.quantity));
      earned.set_reason(
          reason_text(reason_of(earning.not_counted, view.situation.basket.lines[i]), style));
    }
  }
}

// In the member's language, where the programme speaks it.
std::string name_of(const programme::Reward& reward, const QuoteView& view) {
  return programme::translated(reward.name, reward.names, view.member.language);
}

std::string message_of(const programme::Reward& reward, const QuoteView& view) {
  const auto* message = std::get_if<programme::Message>(&reward.kind);
  return message == nullptr
             ? ""
             : programme::translated(message->text, message->texts, view.member.language);
}

std::string unit_name(const programme::Programme& programme, const std::string& id) {
  const programme::Unit* unit = programme.find_unit(id);
  return unit == nullptr ? id : unit->name;
}

void set_earned(v1::QuoteResponse& reply, const programme::Evaluation& evaluation,
                const programme::Programme& programme) {
  for (const programme::RuleOutcome& rule : evaluation.rules) {
    if (rule.lot.amount == 0 || is_counter(programme, rule.unit)) continue;
    if (rule.owner != programme::Owner::member || rule.credit == programme::Credit::renewed) {
      continue;  // a referrer's, or what the member had already
    }
    v1::Earned& earned = *reply.add_earned();
    earned.set_unit(rule.unit);
    earned.set_name(unit_name(programme, rule.unit));
    earned.set_quantity(shown(rule.lot.amount));
    earned.set_available_from(format(rule.lot.available_from));
    earned.set_expires_on(expiry_text(rule.lot.expires_on));
  }
}

bool has_won(const programme::Evaluation& evaluation, const programme::RewardOutcome& ticket) {
  return ticket.ticket > 0 &&
         std::ranges::any_of(evaluation.rules, [&](const programme::RuleOutcome& rule) {
           return rule.credit == programme::Credit::won && rule.rule == ticket.reward;
         });
}

void set_standing(v1::Member& member, const MemberView& view) {
  const v1::MemberStanding& standing = view.standing;
  member.set_is_registered(view.is_registered);
  member.set_may_not_earn(!may_earn(standing));
  member.set_may_not_spend(!may_spend(standing));
  member.set_is_staff(standing.status().is_staff());
  member.set_status_reason(standing.status().reason());
  member.mutable_tags()->Assign(view.segments.begin(), view.segments.end());
  if (const auto since = member_since(standing)) member.set_member_since(format(*since));
  if (const auto household = household_of(standing)) {
    member.set_household(household->hex());
    member.set_household_members(static_cast<std::int32_t>(view.household_members));
  }
  for (const v1::ConsentRecord& from : standing.consents()) {
    v1::ConsentState& consent = *member.add_consents();
    consent.set_consent(from.consent());
    consent.set_given(from.given());
    consent.set_text_version(from.text_version());
    consent.set_business_date(format(Date{from.business_date()}));
    consent.set_store_id(shown(from.store_id()));
    consent.set_register_(from.register_id());
    consent.set_cashier(from.cashier_id());
  }
}

}  // namespace

std::string card_state_name(v1::CardState state) {
  switch (state) {
    case v1::CARD_STATE_BLOCKED:
      return "blocked";
    case v1::CARD_STATE_LOST:
      return "lost";
    case v1::CARD_STATE_REPLACED:
      return "replaced";
    case v1::CARD_STATE_WITHDRAWN:
      return "withdrawn";
    default:
      return "active";
  }
}

std::string time_text(std::optional<Timestamp> time) { return time ? format(*time) : ""; }

std::string expiry_text(Date date) { return date >= kNever ? "" : format(date); }

v1::HeadOfficeLink link_reply(const LinkState& link) {
  v1::HeadOfficeLink reply;
  switch (link.link) {
    case Link::none:
      reply.set_state(v1::HeadOfficeLink::NONE);
      break;
    case Link::connected:
      reply.set_state(v1::HeadOfficeLink::CONNECTED);
      break;
    case Link::away:
      reply.set_state(v1::HeadOfficeLink::AWAY);
      break;
  }
  reply.set_last_contact(time_text(link.last_contact));
  reply.set_waiting(shown(link.waiting));
  reply.set_to_take(shown(link.to_take));
  return reply;
}

v1::Member member_reply(const MemberView& view) {
  v1::Member member;
  member.set_member_id(view.member.hex());
  member.set_name(view.name);
  member.set_is_new(view.is_new);
  if (view.card) {
    member.set_card(scanner::masked(view.card->identifier.text));
    member.set_card_state(card_state_name(view.card->state));
  }
  // Without head office every number is the last word, and as new as the answer.
  const std::string confirmed_at = time_text(view.link.complete_at);
  member.set_tier(view.tier);
  member.set_tier_name(view.tier_name);
  if (view.tier_until && *view.tier_until < kNever) {
    member.set_tier_until(format(*view.tier_until + std::chrono::days(-1)));
  }
  member.set_next_tier_name(view.next_tier_name);
  member.set_next_tier_missing(shown(view.next_tier_missing));
  for (const UnitView& unit : view.units) {
    if (unit.is_counter) continue;
    *member.add_balances() = balance_reply(unit, confirmed_at);
  }
  *member.mutable_head_office() = link_reply(view.link);
  member.set_identified_by(programme::name(view.shown_as));
  member.set_this_may_not_earn(!view.allowed.earn);
  member.set_this_may_not_redeem(!view.allowed.redeem);
  set_standing(member, view);
  return member;
}

v1::QuoteResponse quote_reply(const QuoteView& view, const programme::Programme& programme,
                              programme::Language language) {
  const programme::ReasonStyle style{language, programme.currency};
  const programme::Evaluation& evaluation = view.evaluation;
  v1::QuoteResponse reply;
  *reply.mutable_member() = member_reply(view.member);
  reply.set_total(shown(evaluation.total.minor));
  reply.set_discount(shown(evaluation.discount.minor));
  reply.set_to_pay(shown(evaluation.total.minor - evaluation.discount.minor));
  reply.set_programme_version(view.programme_version);
  set_earned(reply, evaluation, programme);
  set_lines(reply, view, programme, style);
  for (const programme::RewardOutcome& from : evaluation.rewards) {
    const bool is_use = from.spending == programme::Spending::chosen ||
                        from.spending == programme::Spending::automatic;
    if (!is_use) continue;
    const programme::Reward* reward = programme.find_reward(from.reward);
    v1::AppliedReward& applied = *reply.add_rewards();
    applied.set_reward(from.reward);
    applied.set_name(reward == nullptr ? from.reward : name_of(*reward, view));
    applied.set_unit(from.unit);
    applied.set_cost(shown(from.cost));
    applied.set_value(shown(from.value.minor));
    applied.set_clamped(reason_text(from.clamped, style));
    if (reward != nullptr) applied.set_message(message_of(*reward, view));
    applied.set_tender(from.tender);
    applied.set_ticket(shown(from.ticket));
    applied.set_won(has_won(evaluation, from));
  }
  for (const programme::Offer& from : view.offers) {
    const programme::Reward* reward = programme.find_reward(from.reward);
    CHECK(reward != nullptr);
    if (std::holds_alternative<programme::Message>(reward->kind)) continue;
    if (std::holds_alternative<programme::InstantWin>(reward->kind)) continue;
    v1::OfferedReward& offer = *reply.add_offers();
    offer.set_reward(from.reward);
    offer.set_name(name_of(*reward, view));
    offer.set_unit(reward->unit);
    offer.set_cost(shown(from.cost));
    offer.set_value(shown(from.value.minor));
    offer.set_unavailable(from.why.empty() ? from.unavailable : reason_text(from.why, style));
    offer.set_missing(shown(from.missing));
    offer.set_terms(programme::translated(reward->terms, reward->terms_in, view.member.language));
    offer.set_any_quantity(std::holds_alternative<programme::PointsAsMoney>(reward->kind));
  }
  *reply.mutable_taxes() = tax_shares(view);
  return reply;
}

}  // namespace loyald::daemon

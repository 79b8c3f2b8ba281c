// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "store/base/text.h"
#include "store/card_proof.h"
#include "store/rules_context.h"
#include "store/sale_entry.h"
#include "store/sale_situation.h"
#include "store/staff_check.h"
#include "store/store.h"
#include "store/view.h"

// What happens besides sales: events that other systems post, and gifts that come to the store.
namespace loyald {
namespace {

// Who is enrolled is told by Enrol, so that nobody is twice.
Result<void> require_known_event(const programme::Programme& programme, const std::string& name) {
  std::vector<std::string> known;
  for (const programme::EarnRule& rule : programme.earn) {
    if (rule.on == name && name != kEnrolEvent) return {};
    if (!rule.on.empty() && rule.on != kEnrolEvent) known.push_back(rule.on);
  }
  const std::string near = nearest(name, known);
  return fail(Errc::not_found, "the programme has no rule on \"" + name + "\"",
              near.empty() ? "" : "did you mean \"" + near + "\"?");
}

struct Decided {
  std::uint32_t version = 0;
  v1::SaleInputs inputs;
  programme::Evaluation evaluation;
};

Result<Decided> decide(Books& books, const MemberView& member, const ProgrammeInForce& in_force,
                       const programme::Happening& event, Date day) {
  RulesContext context = rules_context(books, member, *in_force.programme, {}, day);
  context.situation.event = event;
  LOYALD_ASSIGN(programme::Evaluation evaluation,
                programme::evaluate(*in_force.programme, context.situation));
  return Decided{in_force.version, inputs_of(context.situation, evaluation.tier, context.referrer),
                 std::move(evaluation)};
}

template <class Kind>
void set_decided(v1::JournalEntry& entry, Kind& kind, Decided decided) {
  kind.mutable_outcome()->set_programme_version(decided.version);
  *kind.mutable_outcome()->mutable_inputs() = std::move(decided.inputs);
  set_event_outcome(entry, decided.evaluation, *kind.mutable_outcome(), *kind.mutable_changes());
}

}  // namespace

Result<void> Store::reward_enrolment(v1::JournalEntry& entry, const MemberView& known) {
  const Date day{entry.business_date()};
  const auto in_force = books_.programmes.in_force(day);
  if (!in_force) return {};  // joining does not need a programme
  MemberView member = known;
  const auto referrer = id_from_bytes<MemberId>(entry.enrol().referrer_id());
  if (referrer) member.standing.mutable_referrer()->set_referrer_id(referrer->str());
  LOYALD_ASSIGN(Decided decided,
                decide(books_, member, *in_force, {std::string(kEnrolEvent), 1}, day));
  if (decided.evaluation.rules.empty() && decided.evaluation.rewards.empty()) return {};
  set_decided(entry, *entry.mutable_enrol(), std::move(decided));
  const MemberId owner = set_owner(entry, member.member);
  set_balances(*entry.mutable_enrol()->mutable_outcome()->mutable_balances_after(), owner,
               entry.enrol().changes(), {}, day);
  return {};
}

Result<Recorded> Store::post_event(const Moment& moment, const EventRequest& request) {
  LOYALD_ASSIGN(const FoundIdentifier found, books_.find_member(request.who));
  v1::JournalEntry entry = begin_entry(request.origin, moment);
  v1::Event& event = *entry.mutable_event();
  event.set_member_id(found.member.str());
  if (request.who.kind == IdentifierKind::card) event.set_card(request.who.text);
  event.set_name(request.event);
  event.set_quantity(request.quantity);
  LOYALD_ASSIGN(auto before, recorded_before(request.origin, entry));
  if (before) return *std::move(before);

  LOYALD_TRY(require_usable(found));
  LOYALD_TRY(require_not_own(books_, staff_, request.origin.cashier_id, found.member));
  const Date day{entry.business_date()};
  LOYALD_ASSIGN(const ProgrammeInForce in_force, books_.programmes.in_force(day));
  LOYALD_TRY(require_known_event(*in_force.programme, request.event));
  MemberView member = member_view(books_, policy_, {moment.now, day}, found.member);
  LOYALD_ASSIGN(member.shown_as,
                prove(books_, policy_.has_head_office, request.who, moment.now, true));
  LOYALD_ASSIGN(Decided decided,
                decide(books_, member, in_force, {request.event, request.quantity}, day));
  set_decided(entry, event, std::move(decided));
  const MemberId owner = set_owner(entry, found.member);
  set_balances(*event.mutable_outcome()->mutable_balances_after(), owner, event.changes(), {}, day);
  return books_.record(std::move(entry), moment.now);
}

Result<Recorded> Store::change_stock(const Moment& moment, const StockRequest& request) {
  const MemberId owner = owner_of_store(store_id_);
  v1::JournalEntry entry = begin_entry(request.origin, moment);
  v1::Stock& stock = *entry.mutable_stock();
  stock.set_member_id(owner.str());
  stock.set_unit(request.unit);
  stock.set_quantity(request.quantity);
  stock.set_reason(request.reason);
  LOYALD_ASSIGN(auto before, recorded_before(request.origin, entry));
  if (before) return *std::move(before);

  const Date day{entry.business_date()};
  LOYALD_ASSIGN(const ProgrammeInForce in_force, books_.programmes.in_force(day));
  std::vector<std::string> stocks;
  for (const programme::Reward& reward : in_force.programme->rewards) {
    if (const auto* gift = std::get_if<programme::Gift>(&reward.kind))
      stocks.push_back(gift->stock);
  }
  if (std::ranges::find(stocks, request.unit) == stocks.end()) {
    const std::string near = nearest(request.unit, stocks);
    return fail(Errc::not_found, "no gift of the programme is counted as \"" + request.unit + "\"",
                near.empty() ? "" : "did you mean \"" + near + "\"?");
  }
  const programme::Wallet wallet = wallet_of(books_.wallets.read(owner), request.unit);
  const Quantity there = programme::spendable(wallet, day);
  if (there + request.quantity < 0) {
    return fail(Errc::insufficient, "there are only " + std::to_string(there) + " to take away");
  }
  stock.set_programme_version(in_force.version);
  v1::LotChange& change = *stock.add_changes();
  change.set_unit(request.unit);
  change.set_available_from(kFirstDate.days);
  change.set_expires_on(kNever.days);
  change.set_amount(request.quantity);
  return books_.record(std::move(entry), moment.now);
}

}  // namespace loyald

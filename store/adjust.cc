// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "store/base/text.h"
#include "store/staff_check.h"
#include "store/store.h"

namespace loyald {
namespace {

Result<programme::Unit> find_unit(const programme::Programme& programme, const std::string& id) {
  if (const programme::Unit* unit = programme.find_unit(id)) return *unit;
  std::vector<std::string> known;
  for (const programme::Unit& unit : programme.units) known.push_back(unit.id);
  const std::string near = nearest(id, known);
  return fail(Errc::not_found, "the programme counts no \"" + id + "\"",
              near.empty() ? "" : "did you mean \"" + near + "\"?");
}

}  // namespace

Result<Recorded> Store::adjust(const Moment& moment, const AdjustRequest& request) {
  LOYALD_ASSIGN(const FoundIdentifier found, books_.find_member(request.who));
  v1::JournalEntry entry = begin_entry(request.origin, moment);
  v1::Adjust& adjust = *entry.mutable_adjust();
  adjust.set_member_id(found.member.str());
  if (request.who.kind == IdentifierKind::card) adjust.set_card(request.who.text);
  adjust.set_unit(request.unit);
  adjust.set_quantity(request.quantity);
  adjust.set_reason(request.reason);
  if (request.expires_on) adjust.set_expires_on(request.expires_on->days);
  LOYALD_ASSIGN(auto before, recorded_before(request.origin, entry));
  if (before) return *std::move(before);

  LOYALD_TRY(require_usable(found));
  entry.set_approved_by(request.approved_by);
  if (!staff_.empty() && !request.approving_card.empty()) {
    LOYALD_ASSIGN(*entry.mutable_approved_by(),
                  approver_with_card(books_, staff_, request.approving_card));
  }
  LOYALD_TRY(require_not_own(books_, staff_, request.origin.cashier_id, found.member));
  LOYALD_TRY(require_may_adjust(books_, staff_, entry, moment.today));
  const Date day{entry.business_date()};
  LOYALD_ASSIGN(const ProgrammeInForce in_force, books_.programmes.in_force(day));
  LOYALD_ASSIGN(programme::Unit unit, find_unit(*in_force.programme, request.unit));
  adjust.set_programme_version(in_force.version);
  const MemberId owner = set_owner(entry, found.member);
  if (request.expires_on && (request.quantity < 0 || *request.expires_on <= day)) {
    return fail(
        Errc::invalid_argument,
        "expires_on: is for units that are added, and after the business date " + format(day));
  }
  std::vector<programme::Lot> lots;
  if (request.quantity > 0) {
    unit.pending_days = 0;
    unit.available_from_next.reset();
    const programme::LotTerms terms{day, 0, member_since(books_.standings.read(found.member)),
                                    last_expiry(wallet_of(books_.wallets.read(owner), unit.id))};
    lots.push_back(programme::earned_lot(unit, terms, request.quantity));
    if (request.expires_on) lots.back().expires_on = *request.expires_on;
  } else {
    const std::vector<UnitView> views = units_of(books_, policy_, owner, day, moment.now);
    const auto view = std::find_if(views.begin(), views.end(),
                                   [&](const UnitView& v) { return v.unit == request.unit; });
    const Quantity safe = view == views.end() ? 0 : view->safe_to_spend;
    if (-request.quantity > safe) {
      return fail(Errc::insufficient,
                  "only " + std::to_string(safe) + " " + unit.name + " can be taken now");
    }
    lots = view->rights ? programme::choose(view->wallet, *view->rights, day, -request.quantity)
                        : programme::choose(view->wallet, day, -request.quantity);
    for (programme::Lot& lot : lots) lot.amount = -lot.amount;
  }
  for (const programme::Lot& lot : lots) {
    v1::LotChange& change = *adjust.add_changes();
    change.set_unit(unit.id);
    change.set_available_from(lot.available_from.days);
    change.set_expires_on(lot.expires_on.days);
    change.set_amount(lot.amount);
  }
  set_balances(*adjust.mutable_balances_after(), owner, adjust.changes(), {}, day);
  return books_.record(std::move(entry), moment.now);
}

}  // namespace loyald

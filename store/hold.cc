// SPDX-License-Identifier: Apache-2.0
#include "store/capture.h"
#include "store/fold.h"
#include "store/sale_entry.h"
#include "store/staff_check.h"
#include "store/store.h"

namespace loyald {
namespace {

// What chosen rewards cost, by unit in the order of the choices.
void set_amounts(v1::Hold& hold, const programme::Evaluation& evaluation) {
  const auto of = [&](const std::string& unit) -> v1::UnitBalance& {
    for (v1::UnitBalance& amount : *hold.mutable_amounts()) {
      if (amount.unit() == unit) return amount;
    }
    v1::UnitBalance& amount = *hold.add_amounts();
    amount.set_unit(unit);
    return amount;
  };
  for (const programme::RewardOutcome& reward : evaluation.rewards) {
    if (reward.spending != programme::Spending::chosen || reward.cost == 0) continue;
    v1::UnitBalance& amount = of(reward.unit);
    amount.set_quantity(amount.quantity() + reward.cost);
  }
}

}  // namespace

Result<Recorded> Store::hold(const Moment& moment, const HoldRequest& request) {
  const CheckoutRequest& asked = request.checkout;
  if (asked.basket.lines.empty()) {
    return fail(Errc::invalid_argument, "lines: a hold needs at least one line");
  }
  if (asked.choices.empty()) {
    return fail(Errc::invalid_argument, "rewards: a hold needs at least one reward",
                "a sale without rewards needs no hold");
  }
  LOYALD_ASSIGN(const FoundIdentifier found, books_.find_member(asked.who));
  v1::JournalEntry entry = begin_entry(asked.origin, moment);
  v1::Hold& hold = *entry.mutable_hold();
  hold.set_member_id(found.member.str());
  set_asked(*hold.mutable_asked(), asked, found.member);
  hold.set_valid_for_s(request.valid_for_s);
  LOYALD_ASSIGN(auto before, recorded_before(asked.origin, entry));
  if (before) return *std::move(before);

  LOYALD_TRY(require_not_own(books_, staff_, asked.origin.cashier_id, found.member));
  LOYALD_ASSIGN(const QuoteView quoted,
                quote(books_, policy_, moment,
                      {asked.who, asked.basket, asked.choices, asked.origin.business_date,
                       asked.setting, asked.origin.register_id, asked.origin.cashier_id}));
  const MemberId owner = set_owner(entry, found.member);
  if (books_.holds.open(owner, {entry.business_date()}, moment.now).size() >= kMaxOpenHolds) {
    return fail(Errc::resource_exhausted,
                "this member has " + std::to_string(kMaxOpenHolds) + " open holds already",
                "release one, or wait until one is over");
  }
  set_amounts(hold, quoted.evaluation);
  if (hold.amounts().empty()) {
    return fail(Errc::failed_precondition,
                "these rewards cost nothing here; there is nothing to set aside",
                "sell without a hold");
  }
  hold.set_valid_until_ms((moment.now + std::chrono::seconds(request.valid_for_s)).ms);
  hold.set_programme_version(quoted.programme_version);
  return books_.record(std::move(entry), moment.now);
}

Result<Recorded> Store::release(const Moment& moment, const ReleaseRequest& request) {
  v1::JournalEntry entry = begin_entry(request.origin, moment);
  v1::Release& release = *entry.mutable_release();
  release.mutable_hold()->set_register_id(request.hold.register_id);
  release.mutable_hold()->set_hold_id(request.hold.hold_id);
  LOYALD_ASSIGN(auto before, recorded_before(request.origin, entry));
  if (before) return *std::move(before);

  LOYALD_ASSIGN(const OpenHold open, find_open_hold(books_, request.hold));
  release.set_member_id(open.entry.hold().member_id());
  entry.set_wallet_id(open.entry.wallet_id());
  release.mutable_hold()->set_seq(open.seq);
  return books_.record(std::move(entry), moment.now);
}

}  // namespace loyald

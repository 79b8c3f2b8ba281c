// SPDX-License-Identifier: Apache-2.0
#include "store/programme/tier_status.h"

#include "store/base/check.h"
#include "store/programme/credit.h"

namespace loyald::programme {
namespace {

Date held_until(const Remaining& remaining, const std::string& status) {
  const MemberUnits* units = find_units(remaining, status);
  return units == nullptr ? kFirstDate : last_expiry(units->wallet);
}

Result<void> hold(const Tier& tier, const Lot& lot, const Situation& situation,
                  Remaining& remaining, Evaluation& evaluation) {
  LOYALD_TRY(receive(remaining, tier.status, situation.business_date, lot));
  evaluation.rules.push_back(credit_of_whole(Credit::status, tier.id, tier.status, lot));
  return {};
}

// How long the status is given for; empty of days where its unit is over.
Lot term(const Programme& programme, const Tier& tier, const Situation& situation,
         const Remaining& remaining) {
  Lot lot = new_lot(programme, situation, remaining, tier.status, Owner::member, 1);
  if (lot.available_from >= lot.expires_on) return lot;
  lot.expires_on = std::min(lot.expires_on + std::chrono::days(tier.grace_days), kNever);
  return lot;
}

// The tier below, from when this one ends.
Result<void> step_down(const Programme& programme, const Tier& below, Date from,
                       const Situation& situation, Remaining& remaining, Evaluation& evaluation) {
  Situation then = situation;
  then.business_date = from;
  Lot lot = term(programme, below, then, remaining);
  lot.available_from = from;
  if (lot.available_from >= lot.expires_on) return {};
  if (lot.expires_on <= held_until(remaining, below.status)) return {};
  return hold(below, lot, situation, remaining, evaluation);
}

}  // namespace

Result<void> reach_tiers(const Programme& programme, const Situation& situation,
                         Remaining& remaining, Evaluation& evaluation) {
  const Date day = situation.business_date;
  for (std::size_t i = 0; i < programme.tiers.size(); ++i) {
    const Tier& tier = programme.tiers[i];
    if (tier.status.empty()) continue;
    if (counted(remaining, tier.unit, day, Owner::member) < tier.at_least) continue;
    const Lot lot = term(programme, tier, situation, remaining);
    if (lot.available_from >= lot.expires_on) continue;
    if (lot.expires_on <= held_until(remaining, tier.status)) continue;
    LOYALD_TRY(hold(tier, lot, situation, remaining, evaluation));
    if (!tier.steps_down || i == 0 || programme.tiers[i - 1].status.empty()) continue;
    if (lot.expires_on >= kNever) continue;
    LOYALD_TRY(step_down(programme, programme.tiers[i - 1], lot.expires_on, situation, remaining,
                         evaluation));
  }
  return {};
}

}  // namespace loyald::programme

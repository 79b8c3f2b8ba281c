// SPDX-License-Identifier: Apache-2.0
#include "store/programme/credit.h"

#include "store/base/check.h"

namespace loyald::programme {

Lot new_lot(const Programme& programme, const Situation& situation, const Remaining& remaining,
            const std::string& unit, Owner owner, Quantity amount,
            std::optional<int> pending_days) {
  const Unit* known = programme.find_unit(unit);
  CHECK(known != nullptr);
  LotTerms terms{situation.business_date, pending_days, situation.circumstances.member_since,
                 kFirstDate};
  if (const MemberUnits* held = find_units(remaining, unit, owner)) {
    terms.last_expiry = last_expiry(held->wallet);
  }
  return earned_lot(*known, terms, amount);
}

Lot counted_lot(const Quota& quota, Date business_date, Quantity amount) {
  if (!quota.period) return {kFirstDate, kNever, amount};
  return {begin_of(*quota.period, business_date), end_of(*quota.period, business_date), amount};
}

RuleOutcome credit_of_whole(Credit credit, const std::string& rule, const std::string& unit,
                            const Lot& lot, Owner owner) {
  RuleOutcome outcome{rule, unit, Money{}, 1, Money{1}, lot, {}};
  outcome.credit = credit;
  outcome.of_whole_sale = true;
  outcome.owner = owner;
  return outcome;
}

}  // namespace loyald::programme

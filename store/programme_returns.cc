// SPDX-License-Identifier: Apache-2.0
#include "store/programme_returns.h"

namespace loyald {
namespace {

using programme::ReturnPolicy;

const std::vector<std::string> kPolicies{
    name(ReturnPolicy::allow_debt), name(ReturnPolicy::within_balance),
    name(ReturnPolicy::pending_only), name(ReturnPolicy::charge_customer)};

Result<void> read_charge(const v1::Unit& from, const Place& place, programme::Unit& to) {
  const bool charges = to.return_policy == ReturnPolicy::charge_customer;
  if (charges && !from.has_charge()) {
    return place.wrong("charge", "is required with return_policy = \"charge_customer\"",
                       "what the units are worth: charge = { quantity = 100, money = 50 }");
  }
  if (!from.has_charge()) return {};
  if (!charges) {
    return place.wrong("charge", "needs return_policy = \"charge_customer\"");
  }
  const Place here = place.table("charge");
  LOYALD_ASSIGN(to.charge.quantity,
                here.within("quantity", from.charge().quantity(), 1, kMaxAmount));
  LOYALD_ASSIGN(to.charge.money, here.money("money", from.charge().money(), 1));
  return {};
}

}  // namespace

Result<void> read_return_policy(const v1::Unit& from, const Place& place, programme::Unit& to) {
  LOYALD_ASSIGN(const std::size_t policy,
                place.one_of("return_policy", from.return_policy(), kPolicies));
  to.return_policy = static_cast<ReturnPolicy>(policy);
  if (to.counter && !from.return_policy().empty()) {
    return place.wrong("return_policy", "is not for units with counter = true",
                       "what counts for the programme is never owed; leave it out");
  }
  LOYALD_ASSIGN(to.debt_limit, place.within("debt_limit", from.debt_limit(), 0, kMaxAmount));
  if (to.debt_limit > 0 && to.return_policy != ReturnPolicy::allow_debt) {
    return place.wrong("debt_limit", "needs return_policy = \"allow_debt\"");
  }
  return read_charge(from, place, to);
}

}  // namespace loyald

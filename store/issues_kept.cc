// SPDX-License-Identifier: Apache-2.0
#include "store/issues_kept.h"

#include <algorithm>
#include <map>

#include "store/base/amounts.h"
#include "store/base/check.h"
#include "store/programme/share.h"

namespace loyald {
namespace {

// The rule outcome that says what the automatic reward gave, or -1.
int issued_by(const v1::Sale& sale, const v1::RewardOutcome& reward) {
  if (reward.spending() != v1::SPENDING_AUTOMATIC || reward.cost() == 0) return -1;
  for (int i = 0; i < sale.rules_size(); ++i) {
    const v1::RuleOutcome& rule = sale.rules(i);
    if (rule.credit() == v1::CREDIT_ISSUED && rule.rule() == reward.reward()) return i;
  }
  return -1;
}

// What the member could spend of the unit before the sale, what it cost them otherwise taken off.
Quantity left_before(const v1::Sale& sale, const std::string& unit) {
  Quantity left = 0;
  for (const v1::HeldUnit& held : sale.inputs().held()) {
    if (held.unit() == unit) left = std::min(held.quantity(), held.safe_to_spend());
    if (held.unit() == unit && held.quantity() >= 0) left = held.safe_to_spend();
  }
  for (const v1::RewardOutcome& reward : sale.rewards()) {
    if (reward.owner() != v1::OWNER_MEMBER) continue;
    if (reward.unit() == unit && issued_by(sale, reward) < 0) left -= reward.cost();
  }
  return left;
}

// What of the unit the sale gave for use on its own day, and what has been taken back of that.
struct Given {
  Quantity all = 0;
  Quantity back = 0;
};

Given given(const v1::Sale& sale, Date day, const std::string& unit,
            const std::vector<std::int64_t>& returned) {
  Given sum;
  const auto counts = [&](const v1::RuleOutcome& rule) {
    return rule.owner() == v1::OWNER_MEMBER && rule.unit() == unit &&
           rule.available_from() <= day.days;
  };
  for (const v1::RuleOutcome& rule : sale.rules()) {
    if (counts(rule)) sum.all += rule.quantity();
  }
  for (int i = 0; i < sale.lines_size(); ++i) {
    const std::int64_t all = sale.lines(i).quantity();
    if (all == 0) continue;
    for (const v1::LineEarning& earning : sale.outcomes(i).earnings()) {
      if (!counts(sale.rules(static_cast<int>(earning.rule())))) continue;
      sum.back +=
          programme::portion(earning.quantity(), returned[static_cast<std::size_t>(i)], all);
    }
  }
  return sum;
}

}  // namespace

std::vector<AutomaticIssue> issues_kept(const v1::Sale& sale, Date sold_on,
                                        const std::vector<std::int64_t>& returned) {
  CHECK(std::ssize(returned) == sale.lines_size());
  std::map<std::string, Quantity> costs;  // of all exchanges, per unit
  for (const v1::RewardOutcome& reward : sale.rewards()) {
    if (issued_by(sale, reward) >= 0) costs[reward.unit()] += reward.cost();
  }
  std::map<std::string, Quantity> payable;
  for (const auto& [unit, cost] : costs) {
    const Given sum = given(sale, sold_on, unit, returned);
    // With nothing returned, everything is kept.
    payable[unit] = std::max(left_before(sale, unit) + sum.all, cost) - sum.back;
  }
  std::vector<AutomaticIssue> issues;
  for (int i = 0; i < sale.rewards_size(); ++i) {
    const v1::RewardOutcome& reward = sale.rewards(i);
    const int rule = issued_by(sale, reward);
    if (rule < 0) continue;
    const Quantity each = sale.rules(rule).rate_per();
    CHECK(each > 0);
    Quantity& left = payable[reward.unit()];
    const std::int64_t kept = std::clamp<std::int64_t>(left / each, 0, reward.cost() / each);
    left -= kept * each;
    const v1::RuleOutcome& gave = sale.rules(rule);
    if (gave.available_from() <= sold_on.days) {  // it may have paid for the exchanges that follow
      payable[gave.unit()] -= (reward.cost() / each - kept) * gave.rate_quantity();
    }
    issues.push_back({i, rule, kept});
  }
  return issues;
}

}  // namespace loyald

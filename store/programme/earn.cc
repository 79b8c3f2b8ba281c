// SPDX-License-Identifier: Apache-2.0
#include "store/programme/earn.h"

#include <map>

#include "store/base/check.h"
#include "store/programme/line_filter.h"
#include "store/programme/share.h"

namespace loyald::programme {
namespace {

// What the rule counts of a line, or why it counts nothing.
LineEarning count(const EarnRule& rule, const BasketLine& line, Money discount) {
  LineEarning earning;
  earning.not_counted = why_not_counted(line, rule.include, rule.exclude);
  if (!earning.not_counted.empty()) return earning;
  earning.counted.minor = line.amount.minor - (rule.earn_on_rewards ? 0 : discount.minor);
  if (earning.counted.minor == 0) earning.not_counted = "nothing paid";
  return earning;
}

// What the rule gives for the money it counted; `not_applied` says why nothing.
Result<Quantity> give(const EarnRule& rule, Money counted, std::string& not_applied) {
  if (counted.minor == 0) return 0;
  if (counted < rule.minimum_spend) {
    not_applied = "minimum spend " + std::to_string(rule.minimum_spend.minor) +
                  " not reached: " + std::to_string(counted.minor);
    return 0;
  }
  const auto product = checked_mul(counted.minor, rule.quantity);
  if (!product || *product / rule.per.minor > kMaxAmount) {
    return fail(Errc::invalid_argument, "rule " + rule.id + " would give more than " +
                                            std::to_string(kMaxAmount) + " " + rule.unit);
  }
  const Quantity given = *product / rule.per.minor;
  if (given == 0) {
    not_applied = "less than one: " + std::to_string(counted.minor) + " counted, " +
                  std::to_string(rule.quantity) + " for every " + std::to_string(rule.per.minor);
  }
  return given;
}

Result<RuleOutcome> apply(const EarnRule& rule, const Unit& unit, const Situation& situation,
                          Evaluation& evaluation) {
  std::vector<std::int64_t> weights;
  RuleOutcome outcome{rule.id, rule.unit, Money{}, rule.quantity, rule.per, Lot{}, {}};
  for (std::size_t i = 0; i < situation.basket.lines.size(); ++i) {
    LineOutcome& line = evaluation.lines[i];
    LineEarning earning = count(rule, situation.basket.lines[i], line.discount);
    earning.rule = evaluation.rules.size();
    outcome.counted.minor += earning.counted.minor;
    weights.push_back(earning.counted.minor);
    line.earnings.push_back(std::move(earning));
  }
  LOYALD_ASSIGN(const Quantity given, give(rule, outcome.counted, outcome.not_applied));
  outcome.lot = earned_lot(unit, situation.business_date, given);
  const std::vector<std::int64_t> parts = share(given, weights);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    evaluation.lines[i].earnings.back().quantity = parts[i];
  }
  return outcome;
}

}  // namespace

Result<void> earn(const Programme& programme, const Situation& situation, Evaluation& evaluation) {
  std::map<std::string, Quantity> earned;
  for (const EarnRule& rule : programme.earn) {
    const Unit* unit = programme.find_unit(rule.unit);
    CHECK(unit != nullptr);
    LOYALD_ASSIGN(RuleOutcome outcome, apply(rule, *unit, situation, evaluation));
    Quantity& sum = earned[rule.unit];
    sum += outcome.lot.amount;
    if (sum > kMaxAmount) {
      return fail(Errc::invalid_argument,
                  "the sale would give more than " + std::to_string(kMaxAmount) + " " + rule.unit);
    }
    evaluation.rules.push_back(std::move(outcome));
  }
  return {};
}

}  // namespace loyald::programme

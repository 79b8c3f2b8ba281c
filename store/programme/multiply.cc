// SPDX-License-Identifier: Apache-2.0
#include "store/programme/multiply.h"

#include "store/programme/credit.h"
#include "store/programme/share.h"
#include "store/programme/why_not_met.h"

namespace loyald::programme {
namespace {

// Which credits a multiplier is applied to: those of its unit and group, and what multipliers
// before it added to them.
std::vector<char> multiplied_by(const Multiplier& multiplier,
                                const std::vector<const EarnRule*>& rules,
                                const std::vector<RuleOutcome>& outcomes,
                                const std::vector<const Multiplier*>& adders) {
  std::vector<char> of(outcomes.size(), 0);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const bool is_rule = i < rules.size();
    const Multiplier* adder = adders[i];
    if (outcomes[i].unit != multiplier.unit || (!is_rule && adder == nullptr)) continue;
    if (outcomes[i].owner != Owner::member) continue;
    const std::string& group = is_rule ? rules[i]->group : adder->group;
    of[i] = multiplier.group.empty() || group == multiplier.group ? 1 : 0;
  }
  return of;
}

// What the multiplied credits are of each line.
std::vector<std::int64_t> earned_of_lines(const std::vector<LineOutcome>& lines,
                                          const std::vector<char>& of) {
  std::vector<std::int64_t> earned(lines.size(), 0);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (const LineEarning& earning : lines[i].earnings) {
      if (of[earning.rule] != 0) earned[i] += earning.quantity;
    }
  }
  return earned;
}

}  // namespace

Result<void> multiply(const Programme& programme, const std::vector<const EarnRule*>& rules,
                      const Situation& situation, const Remaining& remaining,
                      Evaluation& evaluation) {
  // The multiplier that added each credit, where one did.
  std::vector<const Multiplier*> adders(evaluation.rules.size(), nullptr);
  for (const Multiplier& multiplier : programme.multipliers) {
    const auto of = multiplied_by(multiplier, rules, evaluation.rules, adders);
    Quantity sum = 0;
    for (std::size_t i = 0; i < of.size(); ++i) {
      if (of[i] != 0) sum += evaluation.rules[i].lot.amount;
    }
    if (sum == 0) continue;
    RuleOutcome outcome{multiplier.id,
                        multiplier.unit,
                        Money{sum},
                        multiplier.numerator,
                        Money{multiplier.denominator},
                        Lot{},
                        why_not_met(multiplier.when, situation, evaluation.tier)};
    outcome.credit = Credit::multiplied;
    const auto product = checked_mul(sum, multiplier.numerator);
    if (!product || *product / multiplier.denominator > kMaxAmount) {
      return fail(Errc::invalid_argument, "multiplier " + multiplier.id + " would give more than " +
                                              std::to_string(kMaxAmount) + " " + multiplier.unit);
    }
    const Quantity added =
        outcome.not_applied.empty() ? *product / multiplier.denominator - sum : 0;
    outcome.lot = new_lot(programme, situation, remaining, multiplier.unit, Owner::member, added);
    outcome.of_whole_sale = situation.event.has_value();
    const auto parts = outcome.of_whole_sale ? std::vector<std::int64_t>(evaluation.lines.size(), 0)
                                             : share(added, earned_of_lines(evaluation.lines, of));
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (parts[i] == 0) continue;
      evaluation.lines[i].earnings.push_back({evaluation.rules.size(), Money{}, parts[i]});
    }
    evaluation.rules.push_back(std::move(outcome));
    adders.push_back(&multiplier);
  }
  return {};
}

}  // namespace loyald::programme

// SPDX-License-Identifier: Apache-2.0
#include "store/reversal.h"

#include "store/base/check.h"
#include "store/issues_kept.h"
#include "store/programme/share.h"

namespace loyald {
namespace {

void add_units(google::protobuf::RepeatedPtrField<v1::UnitBalance>& units, const std::string& unit,
               Quantity quantity) {
  if (quantity == 0) return;
  for (v1::UnitBalance& known : units) {
    if (known.unit() == unit) return known.set_quantity(known.quantity() + quantity);
  }
  v1::UnitBalance& added = *units.Add();
  added.set_unit(unit);
  added.set_quantity(quantity);
}

// The steps' share of every reward and rule of the sale, per line and in all.
struct Shares {
  std::vector<Quantity> rewards;
  std::vector<Quantity> rules;
  std::vector<v1::ReturnedLine> lines;
  std::int64_t refund = 0;
};

// How a credit is taken back.
enum class Undoing { taken_back, uncounted, moved_back, never };

Undoing undoing_of(const v1::RuleOutcome& rule) {
  switch (rule.credit()) {
    case v1::CREDIT_CAP:
    case v1::CREDIT_CARRIED:
    case v1::CREDIT_QUOTA:
    case v1::CREDIT_STATUS:
      return Undoing::uncounted;
    case v1::CREDIT_RENEWED:
      return Undoing::moved_back;
    // A ticket number is drawn once: were it drawn again, whether it wins would be known before,
    // and the draw would no longer follow from its seed. A prize taken back stays won for the
    // count.
    case v1::CREDIT_DRAWN:
    case v1::CREDIT_WON:
      return Undoing::never;
    default:
      return Undoing::taken_back;
  }
}

// What no line bears; the exchanges that the programme made by itself are `add_issues`' part.
void add_whole(Shares& shares, const v1::Sale& sale, const std::vector<AutomaticIssue>& issues) {
  for (int i = 0; i < sale.rewards_size(); ++i) {
    if (sale.rewards(i).of_whole_sale()) {
      shares.rewards[static_cast<std::size_t>(i)] = sale.rewards(i).cost();
    }
  }
  for (int i = 0; i < sale.rules_size(); ++i) {
    if (sale.rules(i).of_whole_sale()) {
      shares.rules[static_cast<std::size_t>(i)] = sale.rules(i).quantity();
    }
  }
  for (const AutomaticIssue& issue : issues) {
    shares.rewards[static_cast<std::size_t>(issue.reward)] = 0;
    shares.rules[static_cast<std::size_t>(issue.rule)] = 0;
  }
}

// The exchanges that held before these steps and hold no longer.
void add_issues(Shares& shares, const v1::Sale& sale, const std::vector<AutomaticIssue>& before,
                const std::vector<AutomaticIssue>& after) {
  for (std::size_t i = 0; i < before.size(); ++i) {
    const v1::RuleOutcome& gave = sale.rules(before[i].rule);
    const std::int64_t undone = before[i].kept - after[i].kept;
    shares.rewards[static_cast<std::size_t>(before[i].reward)] = undone * gave.rate_per();
    shares.rules[static_cast<std::size_t>(before[i].rule)] = undone * gave.rate_quantity();
  }
}

// What of each reward's cost has been given back, with so much of every line returned.
std::vector<Quantity> given_back(const v1::Sale& sale, const std::vector<std::int64_t>& returned,
                                 const std::vector<AutomaticIssue>& issues) {
  std::vector<Quantity> given(static_cast<std::size_t>(sale.rewards_size()));
  for (int i = 0; i < sale.lines_size(); ++i) {
    const std::int64_t all = sale.lines(i).quantity();
    if (all == 0) continue;
    for (const v1::LineReward& reward : sale.outcomes(i).rewards()) {
      given[reward.reward()] +=
          programme::portion(reward.cost(), returned[static_cast<std::size_t>(i)], all);
    }
  }
  for (const AutomaticIssue& issue : issues) {
    given[static_cast<std::size_t>(issue.reward)] =
        sale.rewards(issue.reward).cost() - issue.kept * sale.rules(issue.rule).rate_per();
  }
  return given;
}

Shares shares_of(const v1::Sale& sale, const std::vector<ReturnStep>& steps) {
  Shares shares{std::vector<Quantity>(static_cast<std::size_t>(sale.rewards_size())),
                std::vector<Quantity>(static_cast<std::size_t>(sale.rules_size())),
                {},
                0};
  for (const ReturnStep& step : steps) {
    const auto place = static_cast<int>(step.line);
    const v1::LineOutcome& outcome = sale.outcomes(place);
    v1::ReturnedLine line;
    line.set_line(static_cast<std::uint32_t>(step.line + 1));
    line.set_quantity_before(step.before);
    line.set_quantity_after(step.after);
    line.set_refund(step.of(sale.lines(place).amount() - outcome.discount()));
    shares.refund += line.refund();
    for (const v1::LineReward& reward : outcome.rewards()) {
      const Quantity given = step.of(reward.cost());
      shares.rewards[reward.reward()] += given;
      const v1::RewardOutcome& spent = sale.rewards(static_cast<int>(reward.reward()));
      if (spent.owner() != v1::OWNER_MEMBER) continue;
      add_units(*line.mutable_given_back(), spent.unit(), given);
    }
    for (const v1::LineEarning& earning : outcome.earnings()) {
      const Quantity taken = step.of(earning.quantity());
      shares.rules[earning.rule()] += taken;
      const v1::RuleOutcome& rule = sale.rules(static_cast<int>(earning.rule()));
      if (rule.owner() != v1::OWNER_MEMBER || undoing_of(rule) != Undoing::taken_back) continue;
      add_units(*line.mutable_taken_back(), rule.unit(), taken);
    }
    shares.lines.push_back(std::move(line));
  }
  return shares;
}

// Undoes what rules gave, in their order; what renewals moved last, of what is left then.
Result<void> undo_rules(Reversing& reversing, const v1::Sale& sale, const Shares& shares) {
  for (std::size_t i = 0; i < shares.rules.size(); ++i) {
    if (shares.rules[i] == 0) continue;
    const v1::RuleOutcome& rule = sale.rules(static_cast<int>(i));
    const Undoing undoing = undoing_of(rule);
    if (undoing == Undoing::uncounted) LOYALD_TRY(reversing.uncount(rule, shares.rules[i]));
    if (undoing == Undoing::taken_back) {
      LOYALD_TRY(reversing.take_back(rule, shares.rules[i], shares.refund));
    }
  }
  for (std::size_t i = 0; i < shares.rewards.size(); ++i) {
    const v1::RewardOutcome& from = sale.rewards(static_cast<int>(i));
    if (shares.rewards[i] == 0 || from.spending() != v1::SPENDING_RENEWED) continue;
    for (const v1::RuleOutcome& to : sale.rules()) {
      if (to.credit() != v1::CREDIT_RENEWED || to.rule() != from.reward()) continue;
      LOYALD_TRY(reversing.move_back(from, to));
    }
  }
  return {};
}

}  // namespace

std::int64_t ReturnStep::of(std::int64_t total) const {
  return programme::portion(total, after, all) - programme::portion(total, before, all);
}

Result<Reversal> reverse(const v1::Sale& sale, const std::vector<ReturnStep>& steps,
                         ReversalSituation situation) {
  const auto before = issues_kept(sale, situation.sold_on, situation.returned);
  const auto given_before = given_back(sale, situation.returned, before);
  std::vector<std::int64_t> returned = std::move(situation.returned);
  for (const ReturnStep& step : steps) returned[step.line] = step.after;
  auto after = issues_kept(sale, situation.sold_on, returned);
  Shares shares = shares_of(sale, steps);
  if (situation.is_whole) {
    for (AutomaticIssue& issue : after) issue.kept = 0;
    add_whole(shares, sale, before);
  }
  add_issues(shares, sale, before, after);
  const SaleOwners& owners = situation.owners;
  Reversing reversing(owners, std::move(situation.wallets), std::move(situation.here),
                      situation.programme, situation.day);
  for (std::size_t i = 0; i < shares.rewards.size(); ++i) {
    const v1::RewardOutcome& reward = sale.rewards(static_cast<int>(i));
    if (reward.spending() == v1::SPENDING_RENEWED) continue;
    LOYALD_TRY(reversing.give_back(reward, given_before[i], shares.rewards[i]));
  }
  LOYALD_TRY(undo_rules(reversing, sale, shares));
  return Reversal{reversing.changes_of(owners.member),
                  reversing.changes_of_others(owners.member),
                  shares.refund - reversing.charged(),
                  std::move(shares.lines),
                  reversing.untaken(),
                  reversing.charged()};
}

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "store/programme/evaluate.h"
#include "tests/store/programme/naive_model.h"
#include "tests/store/programme/random_situation.h"
#include "tests/support/property.h"

namespace loyald::programme {
namespace {

using loyald::testing::Findings;

void check_lines_add_up(const Situation& situation, std::size_t rules, const Evaluation& got) {
  Money discount;
  std::vector<Quantity> earned(got.rules.size(), 0);
  std::vector<Money> counted(got.rules.size());
  std::vector<RewardOutcome> used(got.rewards.size());
  for (std::size_t i = 0; i < got.lines.size(); ++i) {
    const LineOutcome& line = got.lines[i];
    CHECK_GE(line.discount.minor, 0);
    CHECK_LE(line.discount, situation.basket.lines[i].amount);
    discount.minor += line.discount.minor;
    REQUIRE_GE(line.earnings.size(), rules);
    for (std::size_t rule = 0; rule < rules; ++rule) {
      const LineEarning& earning = line.earnings[rule];
      CHECK_EQ(earning.rule, rule);
      CHECK_EQ(earning.not_counted.empty(), earning.counted.minor > 0);
      if (earning.counted.minor == 0) CHECK_EQ(earning.quantity, 0);
      counted[rule].minor += earning.counted.minor;
    }
    for (const LineEarning& earning : line.earnings) earned.at(earning.rule) += earning.quantity;
    for (const LineReward& reward : line.rewards) {
      CHECK((reward.value.minor > 0 || reward.cost > 0));
      used.at(reward.reward).value.minor += reward.value.minor;
      used.at(reward.reward).cost += reward.cost;
    }
  }
  std::map<int, std::int64_t> paid_at;  // by tax rate
  for (std::size_t i = 0; i < got.lines.size(); ++i) {
    const BasketLine& line = situation.basket.lines[i];
    paid_at[line.tax_rate] += line.amount.minor - got.lines[i].discount.minor;
  }
  std::int64_t paid = 0;
  for (const auto& [rate, part] : paid_at) paid += part;
  CHECK_EQ(paid, got.total.minor - got.discount.minor);
  CHECK_EQ(discount, got.discount);
  CHECK_LE(got.discount, got.total);
  for (std::size_t i = 0; i < got.rules.size(); ++i) {
    if (!got.rules[i].of_whole_sale) CHECK_EQ(earned[i], got.rules[i].lot.amount);
    if (got.rules[i].credit != Credit::earned) continue;
    CHECK_EQ(counted[i], got.rules[i].counted);
    if (situation.event || !situation.circumstances.may_earn) continue;
    if (counted[i].minor > 0) CHECK_NE(got.rules[i].not_applied.empty(), earned[i] == 0);
  }
  for (std::size_t i = 0; i < got.rewards.size(); ++i) {
    if (got.rewards[i].of_whole_sale) continue;
    CHECK_EQ(used[i].value, got.rewards[i].value);
    CHECK_EQ(used[i].cost, got.rewards[i].cost);
  }
}

// What an evaluation does to lots, as the naive model says it.
naive::Changes changes_of(const Evaluation& got) {
  naive::Changes changes;
  for (const RuleOutcome& rule : got.rules) {
    changes[{rule.owner, rule.unit, rule.lot.available_from, rule.lot.expires_on}] +=
        rule.lot.amount;
  }
  for (const RewardOutcome& reward : got.rewards) {
    for (const Lot& lot : reward.spent) {
      changes[{reward.owner, reward.unit, lot.available_from, lot.expires_on}] -= lot.amount;
    }
  }
  return changes;
}

void check_nothing_is_overspent(const Situation& situation, const Evaluation& got) {
  for (const RewardOutcome& reward : got.rewards) {
    Quantity of_lots = 0;
    for (const Lot& lot : reward.spent) {
      CHECK_GT(lot.amount, 0);
      CHECK_LE(lot.available_from, kToday);
      CHECK_LT(kToday, lot.expires_on);
      of_lots += lot.amount;
    }
    CHECK_EQ(of_lots, reward.cost);
  }
  const naive::World before = naive::world_of({}, situation);
  for (const auto& [of, change] : changes_of(got)) {
    const auto& [owner, unit, from, to] = of;
    const auto purse = before.purses.find({owner, unit});
    std::int64_t amount = 0;
    if (purse != before.purses.end() && purse->second.lots.contains({to, from})) {
      amount = purse->second.lots.at({to, from});
    }
    CHECK_GE(amount + change, std::min<std::int64_t>(amount, 0));
  }
}

std::string text_of(const naive::Changes& changes) {
  std::string text;
  for (const auto& [of, amount] : changes) {
    const auto& [owner, unit, from, to] = of;
    if (amount == 0) continue;
    text += std::to_string(static_cast<int>(owner)) + " " + unit + " " + std::to_string(amount) +
            " (" + std::to_string(from.days) + " to " + std::to_string(to.days) + "); ";
  }
  return text;
}

// Per multiplier and line.
std::vector<std::vector<std::int64_t>> extras_of(const Programme& programme,
                                                 const Evaluation& got) {
  std::vector<std::vector<std::int64_t>> extras;
  for (const Multiplier& multiplier : programme.multipliers) {
    std::vector<std::int64_t>& extra = extras.emplace_back(got.lines.size(), 0);
    for (std::size_t line = 0; line < got.lines.size(); ++line) {
      for (const LineEarning& earning : got.lines[line].earnings) {
        if (got.rules[earning.rule].rule == multiplier.id) extra[line] += earning.quantity;
      }
    }
  }
  return extras;
}

std::size_t rules_for(const Programme& programme, const Situation& situation) {
  const std::string on = situation.event ? situation.event->name : "";
  return static_cast<std::size_t>(
      std::count_if(programme.earn.begin(), programme.earn.end(),
                    [&](const EarnRule& rule) { return rule.on == on; }));
}

void compare_uses(const Evaluation& got, const naive::Answer& expected, Findings& found) {
  found.require(got.rewards.size() >= expected.uses.size(), "rewards are missing");
  for (std::size_t use = 0; use < expected.uses.size() && found.what().empty(); ++use) {
    found.equal(got.rewards[use].cost, expected.uses[use].cost, "cost");
    found.equal(got.rewards[use].value.minor, expected.uses[use].value, "value");
    found.require(got.rewards[use].spent == expected.uses[use].spent, "lots spent");
  }
}

void compare_lines(const Evaluation& got, const naive::Answer& expected, Findings& found) {
  for (std::size_t line = 0; line < got.lines.size(); ++line) {
    found.equal(got.lines[line].discount.minor, expected.discounts[line], "discount");
    for (std::size_t rule = 0; rule < expected.earned.size(); ++rule) {
      found.equal(got.lines[line].earnings[rule].quantity, expected.earned[rule][line],
                  "earned on a line by " + got.rules[rule].rule);
    }
    for (const LineReward& reward : got.lines[line].rewards) {
      found.equal(reward.value.minor, expected.uses[reward.reward].values[line], "value of line");
      found.equal(reward.cost, expected.uses[reward.reward].costs[line], "cost of line");
    }
  }
}

void compare(const Programme& programme, const Result<Evaluation>& got,
             const naive::Answer& expected, Findings& found) {
  const std::string wrong = got ? "none" : std::string(name(got.error().code));
  found.equal(wrong, expected.error ? std::string(name(*expected.error)) : "none", "error");
  if (!got || !found.what().empty()) return;
  found.equal(got->tier, expected.tier, "tier");
  compare_uses(*got, expected, found);
  for (std::size_t rule = 0; rule < expected.given.size(); ++rule) {
    found.equal(got->rules[rule].lot.amount, expected.given[rule], got->rules[rule].rule);
  }
  compare_lines(*got, expected, found);
  found.require(extras_of(programme, *got) == expected.extras, "multipliers' parts of lines");
  found.equal(text_of(changes_of(*got)), text_of(expected.changes), "changes of lots");
}

TEST_CASE("sums, lots and limits hold for every evaluation") {
  std::uint64_t evaluated = 0;
  for_each_seed(6000, [&](Random& random) {
    const Programme programme = random_programme(random);
    const Situation situation = random_situation(random, programme);
    const auto got = evaluate(programme, situation);
    if (!got) return;
    ++evaluated;
    check_lines_add_up(situation, rules_for(programme, situation), *got);
    check_nothing_is_overspent(situation, *got);
  });
  CHECK_GT(evaluated, 1000);
}

TEST_CASE("evaluate agrees with the naive model") {
  std::uint64_t with_rewards = 0;
  std::map<Credit, int> credits;
  std::map<Spending, int> spendings;
  std::map<Owner, int> owners;
  loyald::testing::for_all(8000, [&](Random& random, Findings& found) {
    const Programme programme = random_programme(random);
    const Situation situation = random_situation(random, programme);
    const auto got = evaluate(programme, situation);
    compare(programme, got, naive::evaluate(programme, situation), found);
    if (!got) return;
    if (!got->rewards.empty()) ++with_rewards;
    for (const RuleOutcome& rule : got->rules) {
      if (rule.lot.amount > 0) ++credits[rule.credit], ++owners[rule.owner];
    }
    for (const RewardOutcome& reward : got->rewards) ++spendings[reward.spending];
  });
  for (Credit credit : {Credit::earned, Credit::multiplied, Credit::cap, Credit::carried,
                        Credit::issued, Credit::renewed, Credit::status, Credit::quota}) {
    CAPTURE(static_cast<int>(credit));
    CHECK_GT(credits[credit], 20);
  }
  for (Spending why : {Spending::chosen, Spending::automatic, Spending::carried, Spending::used,
                       Spending::renewed, Spending::stock}) {
    CAPTURE(static_cast<int>(why));
    CHECK_GT(spendings[why], 20);
  }
  CHECK_GT(owners[Owner::referrer], 80);
  CHECK_GT(owners[Owner::store], 100);
  CHECK_GT(with_rewards, 300);
}

TEST_CASE("the same situation gives the same evaluation, whatever the order of the wallets") {
  for_each_seed(500, [](Random& random) {
    const Programme programme = random_programme(random);
    Situation situation = random_situation(random, programme);
    const auto first = evaluate(programme, situation);
    std::reverse(situation.units.begin(), situation.units.end());
    std::reverse(situation.store_units.begin(), situation.store_units.end());
    std::reverse(situation.referrer_units.begin(), situation.referrer_units.end());
    const auto second = evaluate(programme, situation);
    REQUIRE_EQ(first.has_value(), second.has_value());
    if (first) CHECK_EQ(*first, *second);
    if (!first) CHECK_EQ(first.error(), second.error());
  });
}

TEST_CASE("under one rule, spending more never earns less") {
  for_each_seed(2000, [](Random& random) {
    Programme programme{"Any",
                        "EUR",
                        {{"points", "Points", 0, 0, 0}, {"stamps", "Stamps", 0, 0, 0}},
                        {random_rule(random, "r")},
                        {}};
    Situation situation{kToday, {}, {}, {}};
    for (int i = 0; i < 4; ++i) situation.basket.lines.push_back(random_line(random));
    const auto before = evaluate(programme, situation);
    BasketLine& line = situation.basket.lines[random.below(4)];
    const std::int64_t more = between(random, 1, 500);
    line.amount.minor += more;
    if (line.list_amount) line.list_amount->minor += more;
    const auto after = evaluate(programme, situation);
    REQUIRE(before);
    REQUIRE(after);
    CHECK_GE(after->rules[0].lot.amount, before->rules[0].lot.amount);
  });
}

}  // namespace
}  // namespace loyald::programme

// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>
#include <map>

#include "store/programme/evaluate.h"
#include "tests/store/programme/naive_model.h"
#include "tests/store/programme/random_situation.h"

namespace loyald::programme {
namespace {

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
  CHECK_EQ(discount, got.discount);
  CHECK_LE(got.discount, got.total);
  for (std::size_t i = 0; i < got.rules.size(); ++i) {
    if (!got.rules[i].of_whole_sale) CHECK_EQ(earned[i], got.rules[i].lot.amount);
    if (got.rules[i].credit != Credit::earned) continue;
    CHECK_EQ(counted[i], got.rules[i].counted);
    if (counted[i].minor == 0) CHECK(got.rules[i].not_applied.empty());
    if (counted[i].minor > 0) CHECK_NE(got.rules[i].not_applied.empty(), earned[i] == 0);
  }
  for (std::size_t i = 0; i < got.rewards.size(); ++i) {
    if (got.rewards[i].of_whole_sale) continue;
    CHECK_EQ(used[i].value, got.rewards[i].value);
    CHECK_EQ(used[i].cost, got.rewards[i].cost);
  }
}

void check_nothing_is_overspent(const Situation& situation, const Evaluation& got) {
  for (const MemberUnits& units : situation.units) {
    Quantity spent = 0;
    Wallet after = units.wallet;
    for (const RewardOutcome& reward : got.rewards) {
      if (reward.unit != units.wallet.unit) continue;
      spent += reward.cost;
      Quantity of_lots = 0;
      for (const Lot& lot : reward.spent) {
        CHECK_GT(lot.amount, 0);
        of_lots += lot.amount;
        REQUIRE(add(after, Lot{lot.available_from, lot.expires_on, -lot.amount}));
      }
      CHECK_EQ(of_lots, reward.cost);
    }
    CHECK_LE(spent, units.safe_to_spend);
    CHECK_EQ(spendable(after, kToday), spendable(units.wallet, kToday) - spent);
  }
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

// What the evaluation adds to each counter and takes from it is what the model says.
void check_counters(const Evaluation& got, const naive::Answer& expected) {
  std::map<std::string, std::int64_t> counters;
  for (const RuleOutcome& rule : got.rules) {
    if (rule.credit == Credit::cap || rule.credit == Credit::carried) {
      counters[rule.unit] += rule.lot.amount;
    }
  }
  for (const RewardOutcome& reward : got.rewards) {
    if (reward.spending == Spending::carried) counters[reward.unit] -= reward.cost;
  }
  for (const auto& [unit, change] : expected.counters) CHECK_EQ(counters[unit], change);
}

TEST_CASE("sums, lots and limits hold for every evaluation") {
  std::uint64_t evaluated = 0;
  for_each_seed(6000, [&](Random& random) {
    const Programme programme = random_programme(random);
    const Situation situation = random_situation(random, programme);
    const auto got = evaluate(programme, situation);
    if (!got) return;
    ++evaluated;
    check_lines_add_up(situation, programme.earn.size(), *got);
    check_nothing_is_overspent(situation, *got);
  });
  CHECK_GT(evaluated, 1000);
}

TEST_CASE("evaluate agrees with the naive model") {
  std::uint64_t with_rewards = 0;
  std::map<Credit, int> credits;
  for_each_seed(6000, [&](Random& random) {
    const Programme programme = random_programme(random);
    const Situation situation = random_situation(random, programme);
    const naive::Answer expected = naive::evaluate(programme, situation);
    const auto got = evaluate(programme, situation);
    REQUIRE_EQ(got.has_value(), !expected.error.has_value());
    if (!got) {
      CHECK_EQ(name(got.error().code), name(*expected.error));
      return;
    }
    if (!got->rewards.empty()) ++with_rewards;
    REQUIRE_GE(got->rewards.size(), expected.uses.size());
    for (std::size_t use = 0; use < expected.uses.size(); ++use) {
      CHECK_EQ(got->rewards[use].cost, expected.uses[use].cost);
      CHECK_EQ(got->rewards[use].value.minor, expected.uses[use].value);
      CHECK_EQ(got->rewards[use].spent, expected.uses[use].spent);
    }
    for (std::size_t line = 0; line < got->lines.size(); ++line) {
      CHECK_EQ(got->lines[line].discount.minor, expected.discounts[line]);
      for (std::size_t rule = 0; rule < programme.earn.size(); ++rule) {
        CHECK_EQ(got->lines[line].earnings[rule].quantity, expected.earned[rule][line]);
      }
      for (const LineReward& reward : got->lines[line].rewards) {
        CHECK_EQ(reward.value.minor, expected.uses[reward.reward].values[line]);
        CHECK_EQ(reward.cost, expected.uses[reward.reward].costs[line]);
      }
    }
    CHECK_EQ(extras_of(programme, *got), expected.extras);
    check_counters(*got, expected);
    for (const RuleOutcome& rule : got->rules) {
      if (rule.lot.amount > 0) ++credits[rule.credit];
    }
  });
  for (Credit credit : {Credit::earned, Credit::multiplied, Credit::cap, Credit::carried}) {
    CHECK_GT(credits[credit], 300);
  }
  CHECK_GT(with_rewards, 300);
}

TEST_CASE("the same situation gives the same evaluation, whatever the order of the wallets") {
  for_each_seed(500, [](Random& random) {
    const Programme programme = random_programme(random);
    Situation situation = random_situation(random, programme);
    const auto first = evaluate(programme, situation);
    std::reverse(situation.units.begin(), situation.units.end());
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

// SPDX-License-Identifier: Apache-2.0
#include "tests/store/programme/random_situation.h"

namespace loyald::programme {
namespace {

std::string one_of(Random& random, std::initializer_list<const char*> words) {
  return words.begin()[random.below(words.size())];
}

std::string category(Random& random) { return one_of(random, {"food", "coffee", "tobacco"}); }
std::string department(Random& random) { return one_of(random, {"SHOP", "FUEL"}); }

LineFilter random_filter(Random& random) {
  LineFilter filter;
  switch (random.below(5)) {
    case 0:
      filter.skus = {"1"};
      break;
    case 1:
      filter.categories = {category(random), category(random)};
      break;
    case 2:
      filter.departments = {department(random)};
      break;
    case 3:
      filter.brands = {"Own"};
      break;
    default:
      filter.tags = {"organic"};
      break;
  }
  return filter;
}

template <class RuleOrReward>
void random_filters(Random& random, RuleOrReward& of) {
  if (one_in(random, 4)) of.include = random_filter(random);
  if (one_in(random, 3)) of.exclude = random_filter(random);
  if (one_in(random, 4)) of.minimum_spend.minor = between(random, 1, 1500);
}

Reward random_reward(Random& random, const std::string& id) {
  Reward reward;
  reward.id = id;
  reward.unit = one_of(random, {"points", "stamps"});
  random_filters(random, reward);
  if (one_in(random, 2)) {
    reward.kind = AmountOff{between(random, 1, 60), Money{between(random, 1, 400)}};
    return reward;
  }
  PointsAsMoney kind{between(random, 1, 12), Money{between(random, 1, 90)}};
  if (one_in(random, 3)) kind.minimum = between(random, 1, 40);
  if (one_in(random, 3)) kind.maximum = kind.minimum + kind.cost + between(random, 0, 60);
  if (one_in(random, 3)) kind.maximum_percent = static_cast<int>(between(random, 1, 100));
  reward.kind = kind;
  return reward;
}

}  // namespace

std::int64_t between(Random& random, std::int64_t least, std::int64_t most) {
  return least +
         static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(most - least + 1)));
}

bool one_in(Random& random, std::uint64_t odds) { return random.below(odds) == 0; }

Wallet random_wallet(Random& random, const std::string& unit) {
  Wallet wallet{unit, {}, 0};
  for (std::int64_t lots = between(random, 0, 6); lots > 0; --lots) {
    const Date from{kToday.days + static_cast<std::int32_t>(between(random, -3, 1))};
    const Date to{kToday.days + static_cast<std::int32_t>(between(random, -1, 4))};
    const Quantity amount = one_in(random, 10) ? -between(random, 1, 20) : between(random, 1, 90);
    REQUIRE(add(wallet, Lot{from, one_in(random, 4) ? kNever : to, amount}));
  }
  if (one_in(random, 5)) wallet.debt = between(random, 1, 50);
  return wallet;
}

BasketLine random_line(Random& random) {
  BasketLine line;
  line.sku = std::to_string(random.below(3));
  line.category = category(random);
  line.department = department(random);
  line.brand = one_of(random, {"", "Own"});
  if (one_in(random, 3)) line.tags = {"new", "organic"};
  line.quantity = between(random, 0, 3);
  line.amount.minor = one_in(random, 8) ? 0 : between(random, 1, 700);
  return line;
}

EarnRule random_rule(Random& random, const std::string& id) {
  EarnRule rule;
  rule.id = id;
  rule.unit = one_of(random, {"points", "stamps"});
  rule.quantity = between(random, 1, 7);
  rule.per.minor = between(random, 1, 300);
  rule.earn_on_rewards = one_in(random, 4);
  random_filters(random, rule);
  return rule;
}

Programme random_programme(Random& random) {
  Programme programme{"Any", "EUR", {}, {}, {}};
  programme.units = {{"points", "Points", 12, 0, 0}, {"stamps", "Stamps", 0, 14, 0}};
  for (std::int64_t i = between(random, 0, 3); i > 0; --i) {
    programme.earn.push_back(random_rule(random, "rule-" + std::to_string(i)));
  }
  for (std::int64_t i = between(random, 0, 4); i > 0; --i) {
    programme.rewards.push_back(random_reward(random, "reward-" + std::to_string(i)));
  }
  return programme;
}

Situation random_situation(Random& random, const Programme& programme) {
  Situation situation;
  situation.business_date = kToday;
  for (const Unit& unit : programme.units) {
    if (one_in(random, 8)) continue;
    MemberUnits units{random_wallet(random, unit.id), 0};
    const Quantity most = spendable(units.wallet, kToday);
    units.safe_to_spend = one_in(random, 3) ? between(random, 0, most) : most;
    situation.units.push_back(std::move(units));
  }
  for (std::int64_t i = between(random, 0, 6); i > 0; --i) {
    situation.basket.lines.push_back(random_line(random));
  }
  for (const Reward& reward : programme.rewards) {
    if (one_in(random, 2)) continue;
    const Quantity quantity = one_in(random, 2) ? 0 : between(random, 1, 40);
    const bool times = std::holds_alternative<AmountOff>(reward.kind);
    situation.choices.push_back({reward.id, times ? quantity / 12 : quantity});
  }
  return situation;
}

}  // namespace loyald::programme

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

Condition random_condition(Random& random) {
  Condition when;
  switch (random.below(5)) {
    case 0:
      when.holds = {{"points", between(random, 0, 60), 0}};
      if (one_in(random, 2)) when.holds[0].below = when.holds[0].at_least + between(random, 1, 90);
      if (when.holds[0].at_least == 0 && when.holds[0].below == 0) when.holds[0].at_least = 1;
      break;
    case 1:
      when.tiers = {one_of(random, {"silver", "gold"})};
      break;
    case 2:
      when.hours = {{static_cast<int>(between(random, 0, 720)),
                     static_cast<int>(between(random, 721, kMinutesPerDay - 1))}};
      if (one_in(random, 2)) std::swap(when.hours[0].from, when.hours[0].until);
      break;
    case 3:
      when.channels = {one_of(random, {"web", "till"})};
      break;
    default:
      when.tags = {one_of(random, {"family", "staff"})};
      break;
  }
  return when;
}

Reward random_reward(Random& random, const std::string& id) {
  Reward reward;
  reward.id = id;
  reward.unit = one_of(random, {"points", "stamps"});
  random_filters(random, reward);
  if (one_in(random, 5)) reward.when = random_condition(random);
  if (one_in(random, 5)) {
    PercentOff percent{between(random, 0, 30), static_cast<int>(between(random, 1, 6000)), {}};
    if (one_in(random, 2)) percent.ceiling.minor = between(random, 1, 200);
    reward.kind = percent;
    return reward;
  }
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
  if (one_in(random, 4)) line.list_amount = Money{line.amount.minor + between(random, 0, 90)};
  if (one_in(random, 2)) line.tax_rate = one_in(random, 2) ? 700 : 1900;
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
  if (one_in(random, 3)) {
    rule.rate = one_in(random, 2) ? Rate::per_item : Rate::per_visit;
    rule.per.minor = rule.rate == Rate::per_item ? between(random, 1, 3) : 1;
  }
  rule.list_amounts = one_in(random, 4);
  rule.without_tax = one_in(random, 4);
  if (one_in(random, 5)) rule.minimum_quantity = between(random, 1, 6);
  return rule;
}

void limit(Random& random, EarnRule& rule, std::int64_t place) {
  if (one_in(random, 3)) rule.when = random_condition(random);
  if (one_in(random, 5)) rule.most_per_sale = between(random, 1, 9);
  if (one_in(random, 3)) {
    rule.cap = Cap{"cap-" + std::to_string(place), between(random, 1, 60), Period::month};
  }
  if (rule.rate != Rate::per_visit && one_in(random, 3)) {
    rule.carry = "rest-" + std::to_string(place);
  }
  if (one_in(random, 2)) rule.group = one_of(random, {"a", "b"});
}

Multiplier random_multiplier(Random& random, const std::string& id) {
  Multiplier multiplier{id,
                        one_of(random, {"points", "stamps"}),
                        one_of(random, {"", "a", "b"}),
                        1,
                        between(random, 1, 4),
                        {}};
  multiplier.numerator = multiplier.denominator + between(random, 0, 6);
  if (one_in(random, 3)) multiplier.when = random_condition(random);
  return multiplier;
}

Programme random_programme(Random& random) {
  Programme programme{"Any", "EUR", {}, {}, {}};
  programme.units = {{"points", "Points", 12, 0, 0}, {"stamps", "Stamps", 0, 14, 0}};
  for (std::int64_t i = between(random, 0, 3); i > 0; --i) {
    programme.earn.push_back(random_rule(random, "rule-" + std::to_string(i)));
    limit(random, programme.earn.back(), i);
  }
  for (const char* counter : {"cap-1", "cap-2", "cap-3", "rest-1", "rest-2", "rest-3"}) {
    programme.units.push_back({counter, counter, 0, 0, 0});
    programme.units.back().counter = true;
  }
  programme.groups = {{"a", one_in(random, 2)}, {"b", one_in(random, 2)}};
  programme.tiers = {{"silver", "Silver", "points", between(random, 0, 40), {}},
                     {"gold", "Gold", "points", between(random, 41, 120), {}}};
  for (std::int64_t i = between(random, 0, 3); i > 0; --i) {
    programme.multipliers.push_back(random_multiplier(random, "multiplier-" + std::to_string(i)));
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
  if (one_in(random, 2))
    situation.circumstances.setting.sold_at = static_cast<int>(random.below(1440));
  situation.circumstances.setting.channel = one_of(random, {"", "web", "till"});
  if (one_in(random, 2)) situation.circumstances.tags = {one_of(random, {"family", "staff"})};
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

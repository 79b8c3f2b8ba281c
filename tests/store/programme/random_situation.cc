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
  switch (random.below(11)) {
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
    case 4:
      when.languages = {one_of(random, {"de", "de-AT", "en"})};
      break;
    case 5:
      when.referred = true;
      break;
    case 6:
      when.payments = {"cash"};
      break;
    case 7:
      when.stores = {between(random, 1, 2)};
      break;
    case 8:
      when.weekdays = {static_cast<int>(between(random, 0, 6)), 3};
      break;
    case 9:
      when.valid_from = Date{kToday.days + static_cast<std::int32_t>(between(random, -1, 1))};
      when.valid_until = Date{when.valid_from->days + 1};
      break;
    default:
      when.tags = {one_of(random, {"family", "staff"})};
      break;
  }
  return when;
}

Cap random_cap(Random& random, const std::string& unit, Quantity most) {
  Cap cap{unit, between(random, 1, most), Period::month};
  if (one_in(random, 3)) cap.period = static_cast<int>(between(random, 1, 40));
  if (one_in(random, 3)) cap.period = one_in(random, 2) ? Period::week : Period::quarter;
  return cap;
}

Quota random_quota(Random& random, const std::string& unit, Quantity most) {
  Quota quota{unit, between(random, 0, most)};
  if (one_in(random, 2)) quota.of_store[1] = between(random, 0, most);
  if (one_in(random, 2)) quota.period = one_in(random, 2) ? Period::day : Period::year;
  return quota;
}

Voucher random_voucher(Random& random) {
  Voucher voucher{between(random, 1, 40), one_of(random, {"coffee", "club"}), between(random, 1, 3),
                  one_in(random, 2)};
  if (!voucher.automatic || one_in(random, 2)) return voucher;
  voucher.cost = 0;
  voucher.at = between(random, 1, 30);
  if (one_in(random, 2)) voucher.of = voucher.at + between(random, 0, 30);
  return voucher;
}

Reward random_reward(Random& random, const std::string& id, const std::string& place) {
  Reward reward;
  reward.id = id;
  reward.unit = one_of(random, {"points", "stamps"});
  random_filters(random, reward);
  if (one_in(random, 5)) reward.when = random_condition(random);
  if (one_in(random, 3)) reward.cap = random_cap(random, "use-cap-" + place, 6);
  if (one_in(random, 3)) reward.quota = random_quota(random, "use-quota-" + place, 6);
  switch (random.below(8)) {
    case 0:
    case 1:
      reward.kind = random_voucher(random);
      return reward;
    case 2:
      reward.kind = Gift{between(random, 0, 20), "stock"};
      return reward;
    case 3:
      reward.kind = CheapestFree{between(random, 0, 20), between(random, 1, 3)};
      return reward;
    case 4:
      reward.kind = Message{"Hello", {}};
      return reward;
    default:
      break;
  }
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

void limit(Random& random, EarnRule& rule, const std::string& place) {
  if (one_in(random, 3)) rule.when = random_condition(random);
  if (one_in(random, 5)) rule.most_per_sale = between(random, 1, 9);
  if (one_in(random, 3)) rule.cap = random_cap(random, "cap-" + place, 60);
  if (one_in(random, 4)) rule.quota = random_quota(random, "quota-" + place, 60);
  if (one_in(random, 5)) rule.pending_days = static_cast<int>(between(random, 0, 3));
  if (one_in(random, 4)) rule.uses = "token";
  if (one_in(random, 5)) {
    rule.gives_to = Owner::referrer;
    return;
  }
  if (rule.rate != Rate::per_visit && one_in(random, 3)) rule.carry = "rest-" + place;
  rule.renews = rule.cap && one_in(random, 3);
}

// Rules of a group with a cap give one unit to one owner.
void put_into_group(Random& random, EarnRule& rule) {
  if (one_in(random, 3)) return;
  rule.group = one_of(random, {"a", "b", "capped"});
  if (rule.group != "capped") return;
  rule.unit = "points";
  rule.gives_to = Owner::member;
}

void turn_to_event(Random& random, EarnRule& rule) {
  rule.on = "survey";
  rule.include.reset();
  rule.exclude = {};
  rule.minimum_spend = {};
  if (rule.rate == Rate::per_money) {
    rule.rate = Rate::per_item;
    rule.per.minor = between(random, 1, 3);
  }
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

Group random_group(Random& random, const std::string& id) {
  Group group{id, one_in(random, 2)};
  if (one_in(random, 3)) group.most_per_sale = between(random, 1, 30);
  if (id == "capped") group.cap = random_cap(random, "cap-of-group", 80);
  return group;
}

void add_units(Random& random, Programme& programme) {
  programme.units = {{"points", "Points", 12, 0, 0}, {"stamps", "Stamps", 0, 14, 0}};
  Unit& points = programme.units[0];
  Unit& stamps = programme.units[1];
  if (one_in(random, 3)) points.expires_at_end_of = Period::quarter;
  if (one_in(random, 4)) points.expires_on_anniversary = true;
  if (one_in(random, 3)) stamps.available_from_next = Period::month;
  if (one_in(random, 2)) stamps.pending_days = 0;
  if (one_in(random, 4)) {
    stamps.expires_after_days = 0;
    stamps.expires_with_next = one_in(random, 2) ? Period::month : Period::quarter;
  }
  if (one_in(random, 5)) {
    stamps.valid_until = Date{kToday.days + static_cast<std::int32_t>(between(random, -1, 20))};
  }
  programme.units.push_back({"coffee", "Coffee", 0, 0, 0});
  programme.units.back().expires_after_days = static_cast<int>(between(random, 0, 40));
  programme.units.push_back({"club", "Club", 3, 0, 0});
  programme.units.back().extends = true;
  programme.units.push_back({"token", "Token", 1, 0, 0});
  for (const char* counter :
       {"cap-1",     "cap-2",       "cap-3",       "rest-1",      "rest-2",      "rest-3",
        "quota-1",   "quota-2",     "quota-3",     "use-cap-1",   "use-cap-2",   "use-cap-3",
        "use-cap-4", "use-quota-1", "use-quota-2", "use-quota-3", "use-quota-4", "cap-of-group",
        "stock",     "is-silver",   "is-gold"}) {
    programme.units.push_back({counter, counter, 0, 0, 0});
    programme.units.back().counter = true;
  }
}

void add_tiers(Random& random, Programme& programme) {
  programme.tiers = {{"silver", "Silver", "points", between(random, 0, 40), {}},
                     {"gold", "Gold", "points", between(random, 41, 120), {}}};
  for (Tier& tier : programme.tiers) {
    if (one_in(random, 2)) continue;
    tier.status = "is-" + tier.id;
    tier.grace_days = static_cast<int>(between(random, 0, 9));
    tier.steps_down = one_in(random, 2);
    for (Unit& unit : programme.units) {
      if (unit.id != tier.status) continue;
      unit.expires_after_months = static_cast<int>(between(random, 0, 3));
      if (one_in(random, 3)) unit.available_from_next = Period::month;
      if (unit.expires_after_months > 0 && one_in(random, 3)) unit.expires_at_end_of = Period::year;
    }
  }
}

Programme random_programme(Random& random) {
  Programme programme{"Any", "EUR", {}, {}, {}};
  add_units(random, programme);
  for (std::int64_t i = between(random, 0, 3); i > 0; --i) {
    programme.earn.push_back(random_rule(random, "rule-" + std::to_string(i)));
    EarnRule& rule = programme.earn.back();
    if (one_in(random, 8)) rule.unit = "club";
    limit(random, rule, std::to_string(i));
    put_into_group(random, rule);
    if (one_in(random, 4)) turn_to_event(random, rule);
  }
  programme.groups = {random_group(random, "a"), random_group(random, "b"),
                      random_group(random, "capped")};
  add_tiers(random, programme);
  for (std::int64_t i = between(random, 0, 3); i > 0; --i) {
    programme.multipliers.push_back(random_multiplier(random, "multiplier-" + std::to_string(i)));
  }
  for (std::int64_t i = between(random, 0, 4); i > 0; --i) {
    const std::string place = std::to_string(i);
    programme.rewards.push_back(random_reward(random, "reward-" + place, place));
  }
  return programme;
}

std::vector<MemberUnits> random_units(Random& random, const Programme& programme) {
  std::vector<MemberUnits> all;
  for (const Unit& unit : programme.units) {
    if (one_in(random, 8)) continue;
    MemberUnits units{random_wallet(random, unit.id), 0};
    // Nobody spends a held tier, so none is ever overdrawn.
    if (unit.id.starts_with("is-")) {
      std::erase_if(units.wallet.lots, [](const Lot& lot) { return lot.amount < 0; });
    }
    const Quantity most = spendable(units.wallet, kToday);
    units.safe_to_spend = one_in(random, 3) ? between(random, 0, most) : most;
    all.push_back(std::move(units));
  }
  return all;
}

Circumstances random_circumstances(Random& random) {
  Circumstances known;
  known.store = between(random, 1, 2);
  if (one_in(random, 2)) known.setting.sold_at = static_cast<int>(random.below(1440));
  known.setting.channel = one_of(random, {"", "web", "till"});
  if (one_in(random, 2)) known.setting.payments = {one_of(random, {"cash", "card"})};
  if (one_in(random, 2)) known.tags = {one_of(random, {"family", "staff"})};
  known.may_earn = !one_in(random, 10);
  if (one_in(random, 2)) {
    known.member_since = Date{kToday.days + static_cast<std::int32_t>(between(random, -900, 1))};
  }
  known.language = one_of(random, {"", "de", "de-AT", "en"});
  return known;
}

void choose_rewards(Random& random, const Programme& programme, Situation& situation) {
  for (const Reward& reward : programme.rewards) {
    const bool by_itself =
        std::holds_alternative<Message>(reward.kind) ||
        (std::holds_alternative<Voucher>(reward.kind) && std::get<Voucher>(reward.kind).automatic);
    if (one_in(random, by_itself ? 60 : 2) != by_itself) continue;
    const Quantity quantity = one_in(random, 2) ? 0 : between(random, 1, 40);
    const bool is_amount = std::holds_alternative<PointsAsMoney>(reward.kind);
    situation.choices.push_back({reward.id, is_amount ? quantity : quantity / 12});
  }
}

Situation random_situation(Random& random, const Programme& programme) {
  Situation situation;
  situation.business_date = kToday;
  situation.units = random_units(random, programme);
  situation.store_units = random_units(random, programme);
  situation.circumstances = random_circumstances(random);
  if (one_in(random, 2)) {
    situation.circumstances.has_referrer = true;
    situation.referrer_units = random_units(random, programme);
  }
  if (one_in(random, 5)) {
    situation.event = Happening{"survey", between(random, 1, 9)};
    situation.circumstances.setting = {};  // that is how a sale is made
    return situation;
  }
  for (std::int64_t i = between(random, 0, 6); i > 0; --i) {
    situation.basket.lines.push_back(random_line(random));
  }
  choose_rewards(random, programme, situation);
  return situation;
}

}  // namespace loyald::programme

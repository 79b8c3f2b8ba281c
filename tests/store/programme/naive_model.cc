// SPDX-License-Identifier: Apache-2.0
#include "tests/store/programme/naive_model.h"

#include <algorithm>
#include <map>
#include <set>

namespace loyald::programme::naive {
namespace {

using Words = std::set<std::string>;
using Numbers = std::vector<std::int64_t>;

Words words_of(const BasketLine& line) {
  Words words{"s:" + line.sku, "c:" + line.category, "d:" + line.department, "b:" + line.brand};
  for (const std::string& tag : line.tags) words.insert("t:" + tag);
  return words;
}

Words words_of(const LineFilter& filter) {
  Words words;
  for (const std::string& word : filter.skus) words.insert("s:" + word);
  for (const std::string& word : filter.categories) words.insert("c:" + word);
  for (const std::string& word : filter.departments) words.insert("d:" + word);
  for (const std::string& word : filter.brands) words.insert("b:" + word);
  for (const std::string& word : filter.tags) words.insert("t:" + word);
  return words;
}

bool overlap(const Words& a, const Words& b) {
  return std::any_of(a.begin(), a.end(), [&](const std::string& word) { return b.contains(word); });
}

template <class RuleOrReward>
bool counts(const RuleOrReward& of, const BasketLine& line) {
  if (overlap(words_of(of.exclude), words_of(line))) return false;
  return !of.include || overlap(words_of(*of.include), words_of(line));
}

// Single units with their dates, in the order in which they are spent.
using Pool = std::multiset<std::pair<Date, Date>>;

struct Purse {
  Pool pool;
  Quantity safe = 0;
};

std::map<std::string, Purse> purses_of(const Situation& situation) {
  std::map<std::string, Purse> purses;
  for (const MemberUnits& units : situation.units) {
    Purse& purse = purses[units.wallet.unit];
    purse.safe = units.safe_to_spend;
    for (const Lot& lot : units.wallet.lots) {
      const bool now =
          lot.available_from <= situation.business_date && lot.expires_on > situation.business_date;
      for (Quantity i = 0; now && i < lot.amount; ++i) {
        purse.pool.insert({lot.expires_on, lot.available_from});
      }
    }
  }
  return purses;
}

std::vector<Lot> take(Purse& purse, Quantity cost) {
  std::vector<Lot> taken;
  for (; cost > 0 && !purse.pool.empty(); --cost, --purse.safe) {
    const auto [to, from] = *purse.pool.begin();
    purse.pool.erase(purse.pool.begin());
    if (taken.empty() || taken.back().expires_on != to || taken.back().available_from != from) {
      taken.push_back({from, to, 0});
    }
    ++taken.back().amount;
  }
  return taken;
}

struct Deal {
  std::optional<Errc> error;
  Quantity cost = 0;
  std::int64_t value = 0;
};

Deal deal(const AmountOff& kind, std::int64_t, std::int64_t left, Quantity safe, Quantity times) {
  Deal sum;
  do {
    sum.cost += kind.cost;
    sum.value += kind.value.minor;
  } while (--times > 0);
  if (sum.value > left) return {Errc::failed_precondition};
  if (sum.cost > safe) return {Errc::insufficient};
  return sum;
}

Deal deal(const PointsAsMoney& kind, std::int64_t listed, std::int64_t left, Quantity safe,
          Quantity asked) {
  Deal best;
  bool basket_allows_any = false;
  // Until a multiple would buy nothing, because those before it paid for everything.
  for (std::int64_t k = 1; (k - 1) * kind.value.minor < left; ++k) {
    const Quantity cost = k * kind.cost;
    const std::int64_t value = std::min(k * kind.value.minor, left);
    if (cost < kind.minimum) continue;
    if (kind.maximum != 0 && cost > kind.maximum) continue;
    if (kind.maximum_percent != 0 && value * 100 > listed * kind.maximum_percent) continue;
    basket_allows_any = true;
    if (cost <= safe && (asked == 0 || cost <= asked)) best = {std::nullopt, cost, value};
  }
  if (!basket_allows_any) return {Errc::failed_precondition};
  if (asked > safe || best.cost == 0) return {Errc::insufficient};
  return best;
}

Deal deal(const PercentOff& kind, std::int64_t, std::int64_t left, Quantity safe, Quantity times) {
  if (times > 1) return {Errc::invalid_argument};
  Deal off{std::nullopt, kind.cost, 0};
  while ((off.value + 1) * 10'000 <= left * kind.basis_points) ++off.value;
  while (kind.ceiling.minor != 0 && off.value > kind.ceiling.minor) --off.value;
  if (off.value == 0) return {Errc::failed_precondition};
  if (off.cost > safe) return {Errc::insufficient};
  return off;
}

// These look at lines and are tested by tables.
Deal deal(const CheapestFree&, std::int64_t, std::int64_t, Quantity, Quantity) { return {}; }
Deal deal(const Voucher&, std::int64_t, std::int64_t, Quantity, Quantity) { return {}; }
Deal deal(const Message&, std::int64_t, std::int64_t, Quantity, Quantity) { return {}; }
Deal deal(const Gift&, std::int64_t, std::int64_t, Quantity, Quantity) { return {}; }
Deal deal(const InstantWin&, std::int64_t, std::int64_t, Quantity, Quantity) { return {}; }

// Cents of a line that a rule sees: tax is found by trying.
std::int64_t money_of(const EarnRule& rule, const BasketLine& line, std::int64_t left) {
  std::int64_t money =
      rule.list_amounts && line.list_amount ? line.list_amount->minor : line.amount.minor;
  if (!rule.earn_on_rewards) money -= line.amount.minor - left;
  if (!rule.without_tax) return money;
  std::int64_t net = 0;
  while ((net + 1) * (10'000 + line.tax_rate) <= money * 10'000) ++net;
  return net;
}

std::int64_t held(const Situation& situation, const std::string& unit) {
  for (const MemberUnits& units : situation.units) {
    if (units.wallet.unit == unit) return spendable(units.wallet, situation.business_date);
  }
  return 0;
}

std::int64_t safe(const Situation& situation, const std::string& unit) {
  for (const MemberUnits& units : situation.units) {
    if (units.wallet.unit == unit) return units.safe_to_spend;
  }
  return 0;
}

std::string tier_of(const Programme& programme, const Situation& situation) {
  std::string best;
  for (const Tier& tier : programme.tiers) {
    if (held(situation, tier.unit) >= tier.at_least) best = tier.id;
  }
  return best;
}

bool has(const std::vector<std::string>& list, const std::string& word) {
  return std::count(list.begin(), list.end(), word) > 0;
}

bool is_met(const Condition& when, const Programme& programme, const Situation& situation) {
  const Circumstances& known = situation.circumstances;
  for (const Holding& holding : when.holds) {
    const std::int64_t amount = held(situation, holding.unit);
    if (amount < holding.at_least || (holding.below != 0 && amount >= holding.below)) return false;
  }
  if (!when.tiers.empty() && !has(when.tiers, tier_of(programme, situation))) return false;
  if (!when.hours.empty()) {
    bool now = false;
    for (const Hours& hours : when.hours) {
      for (int m = hours.from; m != hours.until; m = (m + 1) % kMinutesPerDay) {
        now = now || m == known.setting.sold_at;
      }
    }
    if (!now) return false;
  }
  if (!when.channels.empty() && !has(when.channels, known.setting.channel)) return false;
  bool tagged = when.tags.empty();
  for (const std::string& tag : known.tags) tagged = tagged || has(when.tags, tag);
  return tagged;
}

std::optional<Errc> use(const Reward& reward, Quantity asked, const Programme& programme,
                        const Situation& situation, Numbers& left,
                        std::map<std::string, Purse>& purses, Use& out) {
  if (!is_met(reward.when, programme, situation)) return Errc::failed_precondition;
  const Basket& basket = situation.basket;
  std::int64_t total = 0;
  std::int64_t listed = 0;
  std::int64_t usable_left = 0;
  Numbers weights;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const bool usable = counts(reward, basket.lines[i]);
    total += basket.lines[i].amount.minor;
    listed += usable ? basket.lines[i].amount.minor : 0;
    weights.push_back(usable ? left[i] : 0);
    usable_left += weights.back();
  }
  if (total < reward.minimum_spend.minor || usable_left == 0) return Errc::failed_precondition;
  Purse& purse = purses[reward.unit];
  const Deal made = std::visit(
      [&](const auto& kind) { return deal(kind, listed, usable_left, purse.safe, asked); },
      reward.kind);
  if (made.error) return made.error;
  out = {made.cost, made.value, take(purse, made.cost), share(made.value, weights), {}};
  out.costs = share(made.cost, out.values);
  for (std::size_t i = 0; i < left.size(); ++i) left[i] -= out.values[i];
  return std::nullopt;
}

struct Gain {
  Numbers weights;  // per line
  std::int64_t given = 0;
  std::int64_t carried = 0;
  std::int64_t left = 0;
  bool applied = false;
};

// What a rule gives, before its group: counted out one by one.
Gain gain(const EarnRule& rule, const Programme& programme, const Situation& situation,
          const Numbers& left) {
  Gain out;
  std::int64_t money = 0;
  std::int64_t items = 0;
  std::int64_t steps = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const BasketLine& line = situation.basket.lines[i];
    std::int64_t counted = counts(rule, line) ? money_of(rule, line, left[i]) : 0;
    if (rule.rate == Rate::per_item && line.quantity == 0) counted = 0;
    money += counted;
    items += counted > 0 ? line.quantity : 0;
    out.weights.push_back(rule.rate == Rate::per_item && counted > 0 ? line.quantity : counted);
    steps += out.weights.back();
  }
  if (money == 0 || money < rule.minimum_spend.minor || items < rule.minimum_quantity) return out;
  if (!is_met(rule.when, programme, situation)) return out;
  out.applied = true;
  if (rule.rate == Rate::per_visit) {
    out.given = rule.quantity;
  } else {
    if (!rule.carry.empty()) out.carried = safe(situation, rule.carry);
    std::int64_t pot = out.carried;
    while (pot >= rule.per.minor) pot -= rule.per.minor, ++out.given;
    for (; steps > 0; --steps) {
      for (pot += rule.quantity; pot >= rule.per.minor; pot -= rule.per.minor) ++out.given;
    }
    out.left = pot;
  }
  const std::int64_t used = rule.cap ? held(situation, rule.cap->unit) : 0;
  while (out.given > 0 && rule.most_per_sale != 0 && out.given > rule.most_per_sale) --out.given;
  while (out.given > 0 && rule.cap && used + out.given > rule.cap->at_most) --out.given;
  return out;
}

// Of each group and unit with best_of, the first of those that give most keeps it.
void keep_best(const Programme& programme, std::vector<Gain>& gains) {
  for (const Group& group : programme.groups) {
    for (const Unit& unit : programme.units) {
      std::int64_t most = 0;
      for (std::size_t i = 0; i < gains.size(); ++i) {
        const EarnRule& rule = programme.earn[i];
        if (group.best_of && rule.group == group.id && rule.unit == unit.id) {
          most = std::max(most, gains[i].given);
        }
      }
      bool found = most == 0;
      for (std::size_t i = 0; most > 0 && i < gains.size(); ++i) {
        const EarnRule& rule = programme.earn[i];
        if (rule.group != group.id || rule.unit != unit.id) continue;
        if (!found && gains[i].given == most) {
          found = true;
        } else {
          gains[i] = Gain{gains[i].weights, 0, 0, 0, false};
        }
      }
    }
  }
}

// A multiplier's extra, per line; `earlier` are those before it.
Numbers extra(const Multiplier& multiplier, const Programme& programme, const Situation& situation,
              const Answer& answer) {
  Numbers base(situation.basket.lines.size(), 0);
  const auto add = [&](const std::string& unit, const std::string& group, const Numbers& of) {
    if (unit != multiplier.unit) return;
    if (!multiplier.group.empty() && multiplier.group != group) return;
    for (std::size_t i = 0; i < base.size(); ++i) base[i] += of[i];
  };
  for (std::size_t i = 0; i < programme.earn.size(); ++i) {
    add(programme.earn[i].unit, programme.earn[i].group, answer.earned[i]);
  }
  for (std::size_t i = 0; i < answer.extras.size(); ++i) {
    add(programme.multipliers[i].unit, programme.multipliers[i].group, answer.extras[i]);
  }
  std::int64_t sum = 0;
  for (std::int64_t each : base) sum += each;
  std::int64_t more = 0;
  while ((sum + more + 1) * multiplier.denominator <= sum * multiplier.numerator) ++more;
  return share(is_met(multiplier.when, programme, situation) ? more : 0, base);
}

void earn(const Programme& programme, const Situation& situation, const Numbers& left,
          Answer& answer) {
  std::vector<Gain> gains;
  for (const EarnRule& rule : programme.earn) {
    gains.push_back(gain(rule, programme, situation, left));
  }
  keep_best(programme, gains);
  for (std::size_t i = 0; i < gains.size(); ++i) {
    const EarnRule& rule = programme.earn[i];
    answer.earned.push_back(share(gains[i].given, gains[i].weights));
    if (rule.cap) answer.counters[rule.cap->unit] += gains[i].given;
    if (!rule.carry.empty() && gains[i].applied) {
      answer.counters[rule.carry] += gains[i].left - gains[i].carried;
    }
  }
  for (const Multiplier& multiplier : programme.multipliers) {
    answer.extras.push_back(extra(multiplier, programme, situation, answer));
  }
}

}  // namespace

std::vector<std::int64_t> share(std::int64_t total, std::span<const std::int64_t> weights) {
  std::int64_t all = 0;
  for (std::int64_t weight : weights) all += weight;
  Numbers parts;
  Numbers lacking;  // how much of a whole unit each part is short of its exact share, times `all`
  std::int64_t left = total;
  for (std::int64_t weight : weights) {
    std::int64_t part = 0;
    while ((part + 1) * all <= total * weight && weight > 0) ++part;
    parts.push_back(part);
    lacking.push_back(total * weight - part * all);
    left -= part;
  }
  for (; left > 0; --left) {
    const auto most = std::max_element(lacking.begin(), lacking.end());  // the first of equals
    ++parts[static_cast<std::size_t>(most - lacking.begin())];
    *most = -1;
  }
  return parts;
}

Answer evaluate(const Programme& programme, const Situation& situation) {
  Answer answer;
  Numbers left;
  for (const BasketLine& line : situation.basket.lines) left.push_back(line.amount.minor);
  auto purses = purses_of(situation);
  for (const RewardChoice& choice : situation.choices) {
    for (const Reward& reward : programme.rewards) {
      if (reward.id != choice.reward) continue;
      answer.uses.emplace_back();
      const auto error =
          use(reward, choice.quantity, programme, situation, left, purses, answer.uses.back());
      if (error) return {error, {}, {}, {}, {}, {}};
    }
  }
  for (std::size_t i = 0; i < left.size(); ++i) {
    answer.discounts.push_back(situation.basket.lines[i].amount.minor - left[i]);
  }
  earn(programme, situation, left, answer);
  return answer;
}

}  // namespace loyald::programme::naive

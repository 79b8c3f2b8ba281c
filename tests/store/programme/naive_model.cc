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

std::optional<Errc> use(const Reward& reward, Quantity asked, const Basket& basket, Numbers& left,
                        std::map<std::string, Purse>& purses, Use& out) {
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

Numbers earn(const EarnRule& rule, const Basket& basket, const Numbers& left) {
  Numbers counted;
  std::int64_t given = 0;
  std::int64_t pot = 0;
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const std::int64_t money = rule.earn_on_rewards ? basket.lines[i].amount.minor : left[i];
    counted.push_back(counts(rule, basket.lines[i]) ? money : 0);
    for (std::int64_t cent = 0; cent < counted.back(); ++cent) {
      ++sum;
      for (pot += rule.quantity; pot >= rule.per.minor; pot -= rule.per.minor) ++given;
    }
  }
  return share(sum < rule.minimum_spend.minor ? 0 : given, counted);
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
          use(reward, choice.quantity, situation.basket, left, purses, answer.uses.back());
      if (error) return {error, {}, {}, {}};
    }
  }
  for (std::size_t i = 0; i < left.size(); ++i) {
    answer.discounts.push_back(situation.basket.lines[i].amount.minor - left[i]);
  }
  for (const EarnRule& rule : programme.earn) {
    answer.earned.push_back(earn(rule, situation.basket, left));
  }
  return answer;
}

}  // namespace loyald::programme::naive

// SPDX-License-Identifier: Apache-2.0
#include "tests/store/programme/naive_model.h"

#include <algorithm>
#include <set>

#include "tests/store/programme/naive_rewards.h"

namespace loyald::programme::naive {
namespace {

using Rules = std::vector<const EarnRule*>;

struct Gain {
  Numbers weights;  // per line
  Lot lot;          // its dates
  std::int64_t given = 0;
  std::int64_t carried = 0;
  std::int64_t left = 0;
  bool applied = false;
};

struct Seen {
  std::int64_t money = 0;
  std::int64_t items = 0;
  std::int64_t steps = 0;
  bool any = false;
};

Seen look(const EarnRule& rule, const Situation& situation, const Numbers& left, Gain& out) {
  if (situation.event) {
    const Quantity quantity = situation.event->quantity;
    return {0, quantity, rule.rate == Rate::per_item ? quantity : 0, true};
  }
  Seen seen;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const BasketLine& line = situation.basket.lines[i];
    std::int64_t counted =
        counts(rule.include, rule.exclude, line) ? money_of(rule, line, left[i]) : 0;
    if (rule.rate == Rate::per_item && line.quantity == 0) counted = 0;
    seen.money += counted;
    seen.items += counted > 0 ? line.quantity : 0;
    out.weights.push_back(rule.rate == Rate::per_item && counted > 0 ? line.quantity : counted);
    seen.steps += out.weights.back();
  }
  seen.any = seen.money > 0;
  return seen;
}

bool may_give(const EarnRule& rule, const World& world, const Seen& seen, const Lot& lot) {
  const Circumstances& known = world.situation.circumstances;
  if (!known.may_earn || !seen.any || seen.money < rule.minimum_spend.minor) return false;
  if (seen.items < rule.minimum_quantity) return false;
  if (rule.gives_to == Owner::referrer && !known.has_referrer) return false;
  if (!rule.uses.empty() && safe(world, rule.uses) == 0) return false;
  return lot.available_from < lot.expires_on && is_met(rule.when, world.programme, world.situation);
}

// What a rule gives, before its group: counted out one by one.
Gain gain(const EarnRule& rule, const World& world, const Numbers& left) {
  Gain out;
  Seen seen = look(rule, world.situation, left, out);
  out.lot = new_lot(world, rule.unit, rule.gives_to, 0, rule.pending_days);
  if (!may_give(rule, world, seen, out.lot)) return out;
  out.applied = true;
  if (rule.rate == Rate::per_visit) {
    out.given = rule.quantity;
  } else {
    if (!rule.carry.empty()) out.carried = safe(world, rule.carry);
    std::int64_t pot = out.carried;
    while (pot >= rule.per.minor) pot -= rule.per.minor, ++out.given;
    for (; seen.steps > 0; --seen.steps) {
      for (pot += rule.quantity; pot >= rule.per.minor; pot -= rule.per.minor) ++out.given;
    }
    out.left = pot;
  }
  const std::int64_t used = rule.cap ? held(world, rule.cap->unit, rule.gives_to) : 0;
  while (out.given > 0 && rule.most_per_sale != 0 && out.given > rule.most_per_sale) --out.given;
  while (out.given > 0 && rule.cap && used + out.given > rule.cap->at_most) --out.given;
  if (!rule.quota) return out;
  const auto own = rule.quota->of_store.find(world.situation.circumstances.store);
  const bool is_named = own != rule.quota->of_store.end();
  const std::int64_t before = held(world, rule.quota->unit, Owner::store);
  const std::int64_t most = is_named ? own->second : rule.quota->each_store;
  while (out.given > 0 && before + out.given > most) --out.given;
  return out;
}

// Of each group and unit with best_of, the first of those that give most keeps it.
void keep_best(const Programme& programme, const Rules& rules, std::vector<Gain>& gains) {
  for (const Group& group : programme.groups) {
    for (const Unit& unit : programme.units) {
      std::int64_t most = 0;
      for (std::size_t i = 0; i < gains.size(); ++i) {
        const EarnRule& rule = *rules[i];
        if (group.best_of && rule.group == group.id && rule.unit == unit.id) {
          most = std::max(most, gains[i].given);
        }
      }
      bool found = most == 0;
      for (std::size_t i = 0; most > 0 && i < gains.size(); ++i) {
        const EarnRule& rule = *rules[i];
        if (rule.group != group.id || rule.unit != unit.id) continue;
        if (!found && gains[i].given == most) {
          found = true;
        } else {
          gains[i] = Gain{gains[i].weights, gains[i].lot, 0, 0, 0, false};
        }
      }
    }
  }
}

// What a group's own limits leave, first come first served.
void limit(const World& world, const Rules& rules, std::vector<Gain>& gains) {
  for (const Group& group : world.programme.groups) {
    std::map<std::string, std::int64_t> sums;
    for (std::size_t i = 0; i < gains.size(); ++i) {
      const EarnRule& rule = *rules[i];
      if (rule.group != group.id) continue;
      std::int64_t kept = 0;
      const std::int64_t used = group.cap ? held(world, group.cap->unit, rule.gives_to) : 0;
      while (kept < gains[i].given) {
        const std::int64_t next = sums[rule.unit] + 1;
        if (group.most_per_sale != 0 && next > group.most_per_sale) break;
        if (group.cap && used + next > group.cap->at_most) break;
        ++kept;
        ++sums[rule.unit];
      }
      gains[i].given = kept;
    }
  }
}

// A multiplier's extra: the sum, and per line.
std::pair<std::int64_t, Numbers> extra(const Multiplier& multiplier, const World& world,
                                       const Rules& rules, const Answer& answer,
                                       const Numbers& extras) {
  Numbers base(world.situation.basket.lines.size(), 0);
  std::int64_t sum = 0;
  const auto add = [&](const std::string& unit, const std::string& group, std::int64_t all,
                       const Numbers& of) {
    if (unit != multiplier.unit) return;
    if (!multiplier.group.empty() && multiplier.group != group) return;
    sum += all;
    for (std::size_t i = 0; i < base.size(); ++i) base[i] += of[i];
  };
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (rules[i]->gives_to != Owner::member) continue;
    add(rules[i]->unit, rules[i]->group, answer.given[i], answer.earned[i]);
  }
  for (std::size_t i = 0; i < extras.size(); ++i) {
    const Multiplier& before = world.programme.multipliers[i];
    add(before.unit, before.group, extras[i], answer.extras[i]);
  }
  std::int64_t more = 0;
  if (is_met(multiplier.when, world.programme, world.situation)) {
    while ((sum + more + 1) * multiplier.denominator <= sum * multiplier.numerator) ++more;
  }
  return {more, world.situation.event ? base : share(more, base)};
}

// The credits of a rule, of which nothing may be spent before all rules are done.
using Promises = std::vector<std::tuple<std::string, Lot, Owner>>;

void follow_rule(const EarnRule& rule, const Gain& gain, World& world, Promises& promises) {
  const Date day = world.situation.business_date;
  const auto promised = [&](const std::string& unit, Lot lot, std::int64_t amount, Owner owner) {
    lot.amount = amount;
    promises.emplace_back(unit, lot, owner);
  };
  promised(rule.unit, gain.lot, gain.given, rule.gives_to);
  if (rule.cap)
    promised(rule.cap->unit, naive::counted_lot(*rule.cap, day, 0), gain.given, rule.gives_to);
  for (const Group& group : world.programme.groups) {
    if (group.id != rule.group || !group.cap) continue;
    promised(group.cap->unit, naive::counted_lot(*group.cap, day, 0), gain.given, rule.gives_to);
  }
  if (rule.quota) {
    promised(rule.quota->unit, naive::counted_lot(*rule.quota, day, 0), gain.given, Owner::store);
  }
  if (!rule.carry.empty() && gain.applied) {
    take(world, rule.carry, gain.carried);
    promised(rule.carry, new_lot(world, rule.carry, Owner::member, 0), gain.left, Owner::member);
  }
  if (!rule.renews || gain.given == 0) return;
  const Quantity moved = safe(world, rule.unit);
  take(world, rule.unit, moved);
  promised(rule.unit, gain.lot, moved, Owner::member);
}

void use_up(World& world, const Rules& rules, const std::vector<Gain>& gains) {
  std::set<std::string> used;
  for (std::size_t i = 0; i < gains.size(); ++i) {
    if (rules[i]->uses.empty() || gains[i].given == 0) continue;
    if (used.insert(rules[i]->uses).second) take(world, rules[i]->uses, 1);
  }
}

void earn(World& world, const Numbers& left, Answer& answer) {
  const Programme& programme = world.programme;
  const std::string on = world.situation.event ? world.situation.event->name : "";
  Rules rules;
  std::vector<Gain> gains;
  for (const EarnRule& rule : programme.earn) {
    if (rule.on != on) continue;
    rules.push_back(&rule);
    gains.push_back(gain(rule, world, left));
  }
  keep_best(programme, rules, gains);
  limit(world, rules, gains);
  use_up(world, rules, gains);
  Promises promises;
  for (std::size_t i = 0; i < gains.size(); ++i) {
    answer.given.push_back(gains[i].given);
    answer.earned.push_back(world.situation.event ? Numbers()
                                                  : share(gains[i].given, gains[i].weights));
    follow_rule(*rules[i], gains[i], world, promises);
  }
  Numbers extras;
  for (const Multiplier& multiplier : programme.multipliers) {
    auto [more, lines] = extra(multiplier, world, rules, answer, extras);
    extras.push_back(more);
    answer.extras.push_back(std::move(lines));
    promises.emplace_back(multiplier.unit, new_lot(world, multiplier.unit, Owner::member, more),
                          Owner::member);
  }
  for (const auto& [unit, lot, owner] : promises) {
    promise(world, unit, lot, owner);
    receive(world, unit, lot, owner);
  }
}

Lot term(const World& world, const Tier& tier, std::optional<Date> day) {
  Lot lot = new_lot(world, tier.status, Owner::member, 1, std::nullopt, day);
  if (lot.expires_on <= lot.available_from || lot.expires_on == kNever) return lot;
  for (int i = 0; i < tier.grace_days; ++i) ++lot.expires_on.days;
  return lot;
}

void hold(World& world, const Tier& tier, const Lot& lot) {
  promise(world, tier.status, lot);
  receive(world, tier.status, lot);
}

void reach_tiers(World& world) {
  const Tier* below = nullptr;
  for (const Tier& tier : world.programme.tiers) {
    const Tier* lower = below;
    below = tier.status.empty() ? nullptr : &tier;
    if (tier.status.empty() || held(world, tier.unit) < tier.at_least) continue;
    const Lot lot = term(world, tier, std::nullopt);
    const bool lasts = lot.available_from < lot.expires_on;
    if (!lasts || lot.expires_on <= last_expiry(world, tier.status)) continue;
    hold(world, tier, lot);
    if (!tier.steps_down || lower == nullptr || lot.expires_on == kNever) continue;
    Lot after = term(world, *lower, lot.expires_on);
    after.available_from = lot.expires_on;
    if (after.expires_on > std::max(after.available_from, last_expiry(world, lower->status))) {
      hold(world, *lower, after);
    }
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
  answer.tier = tier_of(programme, situation);
  World world = world_of(programme, situation);
  Numbers left;
  for (const BasketLine& line : situation.basket.lines) left.push_back(line.amount.minor);
  answer.error = redeem(world, left, answer.uses);
  if (answer.error) return answer;
  for (std::size_t i = 0; i < left.size(); ++i) {
    answer.discounts.push_back(situation.basket.lines[i].amount.minor - left[i]);
  }
  earn(world, left, answer);
  answer.error = follow_up(world, answer.uses);
  reach_tiers(world);
  answer.changes = std::move(world.changes);
  return answer;
}

}  // namespace loyald::programme::naive

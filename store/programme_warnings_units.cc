// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "store/programme_warning_parts.h"

// Units that nothing is done with, and tiers.
namespace loyald {
namespace {

using programme::Condition;
using programme::EarnRule;
using programme::Group;
using programme::Programme;
using programme::Reward;
using programme::Tier;
using programme::Unit;

template <class Asks>
bool any_condition(const Programme& programme, Asks asks) {
  const auto has = [&](const auto& each) { return asks(each.when); };
  return std::any_of(programme.earn.begin(), programme.earn.end(), has) ||
         std::any_of(programme.multipliers.begin(), programme.multipliers.end(), has) ||
         std::any_of(programme.rewards.begin(), programme.rewards.end(), has);
}

bool is_held(const Programme& programme, const std::string& unit) {
  return any_condition(programme, [&](const Condition& when) {
    return std::any_of(when.holds.begin(), when.holds.end(),
                       [&](const auto& holding) { return holding.unit == unit; });
  });
}

const Reward* spent_by(const Programme& programme, const std::string& unit) {
  for (const Reward& reward : programme.rewards) {
    const bool spends = !std::holds_alternative<programme::Message>(reward.kind);
    if (spends && reward.unit == unit) return &reward;
  }
  return nullptr;
}

template <class Counting>
bool counts(const Counting& counting, const std::string& unit) {
  return counting && counting->unit == unit;
}

bool is_counting(const Programme& programme, const std::string& unit) {
  const auto of_rule = [&](const EarnRule& rule) {
    return rule.carry == unit || counts(rule.cap, unit) || counts(rule.quota, unit);
  };
  const auto of_group = [&](const Group& group) { return counts(group.cap, unit); };
  const auto of_tier = [&](const Tier& tier) { return tier.status == unit; };
  const auto of_reward = [&](const Reward& reward) {
    if (counts(reward.cap, unit) || counts(reward.quota, unit)) return true;
    if (const auto* gift = std::get_if<programme::Gift>(&reward.kind)) return gift->stock == unit;
    const auto* draw = std::get_if<programme::InstantWin>(&reward.kind);
    return draw != nullptr && (draw->tickets_drawn == unit || draw->prizes_won == unit);
  };
  return std::ranges::any_of(programme.earn, of_rule) ||
         std::ranges::any_of(programme.groups, of_group) ||
         std::ranges::any_of(programme.tiers, of_tier) ||
         std::ranges::any_of(programme.rewards, of_reward);
}

bool is_used_up(const Programme& programme, const std::string& unit) {
  return std::ranges::any_of(programme.earn,
                             [&](const EarnRule& rule) { return rule.uses == unit; });
}

bool is_of_tiers(const Programme& programme, const std::string& unit) {
  return !programme.tiers.empty() && programme.tiers.front().unit == unit;
}

void warn_of_unit(const Programme& programme, const Unit& unit, Warnings& warnings) {
  const std::string place = "unit " + unit.id;
  if (unit.counter) {
    if (is_counting(programme, unit.id)) return;
    warnings.push_back({place + ": counter", "it counts nothing",
                        "name it in a cap, quota, carry, status or stock, or remove it"});
    return;
  }
  if (!is_given(programme, unit.id)) {
    warnings.push_back({place, "no rule or reward gives it; only corrections by hand could",
                        "add a rule that gives it, or remove it"});
  }
  if (spent_by(programme, unit.id) == nullptr && !is_of_tiers(programme, unit.id) &&
      !is_held(programme, unit.id) && !is_used_up(programme, unit.id)) {
    warnings.push_back({place,
                        "it is good for nothing: no reward, rule, tier or condition asks for it",
                        "add a reward that costs it, or remove it"});
  }
  const auto alive = most_days_alive(unit);
  if (alive && unit.pending_days > *alive) {
    warnings.push_back({place + ": pending_days",
                        "members wait " + std::to_string(unit.pending_days) +
                            " days for what then lives at most " + std::to_string(*alive),
                        "lower pending_days, or let it expire later"});
  }
}

bool is_named(const Programme& programme, const Tier& tier) {
  return any_condition(programme, [&](const Condition& when) {
    return std::find(when.tiers.begin(), when.tiers.end(), tier.id) != when.tiers.end();
  });
}

}  // namespace

void warn_of_units(const Programme& programme, Warnings& warnings) {
  for (const Unit& unit : programme.units) warn_of_unit(programme, unit, warnings);
}

void warn_of_tiers(const Programme& programme, Warnings& warnings) {
  if (programme.tiers.empty()) return;
  const std::string& id = programme.tiers.front().unit;
  const Unit* unit = programme.find_unit(id);
  if (unit != nullptr && !most_days_alive(*unit)) {
    warnings.push_back({"unit " + id,
                        "tiers are reached by it and it never expires, so nobody ever loses a tier",
                        "say when it expires, for example expires_after_months = 12"});
  }
  if (const Reward* reward = spent_by(programme, id)) {
    warnings.push_back({"reward " + reward->id + ": unit",
                        "tiers are reached by " + id + ", so redeeming can cost members their tier",
                        "count tiers in a unit of its own that no reward costs"});
  }
  const auto named = [&](const Tier& tier) { return is_named(programme, tier); };
  if (std::none_of(programme.tiers.begin(), programme.tiers.end(), named)) {
    warnings.push_back({"tier " + programme.tiers.front().id,
                        "no condition names a tier, so tiers change nothing",
                        "name them in a rule's, multiplier's or reward's when.tiers"});
  }
}

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "store/programme_warning_parts.h"

// Rules, groups and multipliers.
namespace loyald {
namespace {

using programme::EarnRule;
using programme::Group;
using programme::Multiplier;
using programme::Programme;

std::string text(std::int64_t number) { return std::to_string(number); }

std::vector<const EarnRule*> rules_of(const Programme& programme, const std::string& group) {
  std::vector<const EarnRule*> rules;
  for (const EarnRule& rule : programme.earn) {
    if (rule.group == group) rules.push_back(&rule);
  }
  return rules;
}

void warn_of_limits(const EarnRule& rule, Warnings& warnings) {
  const std::string place = "earn " + rule.id;
  if (rule.most_per_sale > 0 && rule.most_per_sale < rule.quantity) {
    warnings.push_back(
        {place + ": most_per_sale",
         text(rule.most_per_sale) + " is less than one step of the rate, " + text(rule.quantity),
         "raise it, or lower quantity and per together"});
  }
  if (!rule.cap) return;
  if (rule.cap->at_most < rule.quantity) {
    warnings.push_back(
        {place + ": cap.at_most",
         text(rule.cap->at_most) + " is less than one step of the rate, " + text(rule.quantity),
         "raise it, or lower quantity and per together"});
  }
  if (rule.most_per_sale > rule.cap->at_most) {
    warnings.push_back({place + ": most_per_sale",
                        "it is never reached: the cap allows " + text(rule.cap->at_most),
                        "remove it, or lower it below the cap"});
  }
}

void warn_of_group(const Programme& programme, const Group& group, Warnings& warnings) {
  const std::string place = "group " + group.id;
  const auto rules = rules_of(programme, group.id);
  const bool is_multiplied =
      std::any_of(programme.multipliers.begin(), programme.multipliers.end(),
                  [&](const Multiplier& each) { return each.group == group.id; });
  if (rules.empty()) {
    warnings.push_back({place, "no rule is in it", "name it in a rule's group, or remove it"});
  } else if (rules.size() == 1 && (group.best_of || !is_multiplied)) {
    warnings.push_back({place,
                        "rule " + rules.front()->id + " is alone in it, so it changes nothing",
                        "name it in another rule's group, or remove it"});
  }
  if (!group.best_of) return;
  for (const EarnRule* rule : rules) {
    if (rule->unit == rules.front()->unit) continue;
    warnings.push_back({place + ": mode",
                        "best_of chooses among rules of one unit, but " + rules.front()->id +
                            " gives " + rules.front()->unit + " and " + rule->id + " gives " +
                            rule->unit + ": both give",
                        "make a group for each unit"});
    return;
  }
}

}  // namespace

void warn_of_rule(const Programme& programme, const EarnRule& rule, Warnings& warnings) {
  warn_of_filters("earn " + rule.id, rule.include, rule.exclude, warnings);
  warn_of_limits(rule, warnings);
  const programme::Unit* unit = programme.find_unit(rule.unit);
  const auto alive = unit == nullptr ? std::nullopt : most_days_alive(*unit);
  if (alive && rule.pending_days.value_or(0) > *alive) {
    warnings.push_back({"earn " + rule.id + ": pending_days",
                        "members wait " + text(*rule.pending_days) + " days for " + rule.unit +
                            ", which then live at most " + text(*alive),
                        "lower pending_days, or let the unit expire later"});
  }
}

void warn_of_groups(const Programme& programme, Warnings& warnings) {
  for (const Group& group : programme.groups) warn_of_group(programme, group, warnings);
}

void warn_of_multipliers(const Programme& programme, Warnings& warnings) {
  for (const Multiplier& each : programme.multipliers) {
    const auto is_multiplied = [&](const EarnRule& rule) {
      return rule.unit == each.unit && (each.group.empty() || rule.group == each.group);
    };
    if (std::none_of(programme.earn.begin(), programme.earn.end(), is_multiplied)) {
      warnings.push_back({"multiplier " + each.id + (each.group.empty() ? ": unit" : ": group"),
                          "no rule " + (each.group.empty() ? "" : "of group " + each.group + " ") +
                              "gives " + each.unit + ", so there is nothing to multiply",
                          "name a unit that a rule gives, or remove it"});
    }
    if (each.numerator == each.denominator) {
      warnings.push_back({"multiplier " + each.id + ": times", "once as much changes nothing",
                          "make the numerator larger than the denominator, or remove it"});
    }
  }
}

}  // namespace loyald

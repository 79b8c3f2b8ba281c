// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/programme_warnings.h"

// The parts of programme_warnings(), a file for each subject. Each appends to `warnings`. Pure,
// callable from any thread.
namespace loyald {

using Warnings = std::vector<ProgrammeWarning>;

// What a rule, multiplier or reward is when its conditions are looked at: "earn base".
struct Conditional {
  std::string place;
  const programme::Condition& when;
};

void warn_of_units(const programme::Programme& programme, Warnings& warnings);
void warn_of_tiers(const programme::Programme& programme, Warnings& warnings);
void warn_of_rule(const programme::Programme& programme, const programme::EarnRule& rule,
                  Warnings& warnings);
void warn_of_groups(const programme::Programme& programme, Warnings& warnings);
void warn_of_multipliers(const programme::Programme& programme, Warnings& warnings);
void warn_of_reward(const programme::Programme& programme, const programme::Reward& reward,
                    Warnings& warnings);
void warn_of_condition(const programme::Programme& programme, const Conditional& conditional,
                       Date today, Warnings& warnings);
// Include and exclude of a rule or reward.
void warn_of_filters(const std::string& place, const std::optional<programme::LineFilter>& include,
                     const programme::LineFilter& exclude, Warnings& warnings);

// True where a rule gives it, or a reward in exchange.
bool is_given(const programme::Programme& programme, std::string_view unit);

// The days a lot of the unit can be spent on, at most; nothing where it never expires.
std::optional<std::int64_t> most_days_alive(const programme::Unit& unit);

// What nobody can ever hold more of at one time, by the caps of the rules that give it; nothing
// where there is no such bound.
std::optional<Quantity> most_ever_held(const programme::Programme& programme,
                                       std::string_view unit);

}  // namespace loyald

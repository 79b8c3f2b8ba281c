// SPDX-License-Identifier: Apache-2.0
#include "store/programme_warnings.h"

#include <algorithm>

#include "store/programme_warning_parts.h"

namespace loyald {
namespace {

using programme::Cap;
using programme::EarnRule;
using programme::Period;
using programme::Programme;

constexpr std::int64_t kDaysOfAMonth = 31;  // the longest

// The shortest that a cap's period can be.
std::int64_t days_of(const Cap& cap) {
  if (const int* days = std::get_if<int>(&cap.period)) return *days;
  switch (std::get<Period>(cap.period)) {
    case Period::day:
      return 1;
    case Period::week:
      return 7;
    case Period::month:
      return 28;
    case Period::quarter:
      return 90;
    case Period::year:
      return 365;
  }
  return 1;
}

bool is_multiplied(const Programme& programme, std::string_view unit) {
  return std::any_of(programme.multipliers.begin(), programme.multipliers.end(),
                     [&](const auto& each) { return each.unit == unit; });
}

bool is_exchanged_for(const Programme& programme, std::string_view unit) {
  return std::any_of(programme.rewards.begin(), programme.rewards.end(), [&](const auto& reward) {
    const auto* voucher = std::get_if<programme::Voucher>(&reward.kind);
    const auto* draw = std::get_if<programme::InstantWin>(&reward.kind);
    return (voucher != nullptr && voucher->gives == unit) ||
           (draw != nullptr && draw->gives == unit);
  });
}

// What a counter can hold: what its cap allows, or less than a step of its rule's rate. Nothing for
// those that count something else.
std::optional<Quantity> most_counted(const Programme& programme, std::string_view unit) {
  for (const EarnRule& rule : programme.earn) {
    if (rule.cap && rule.cap->unit == unit) return rule.cap->at_most;
    if (rule.carry == unit) return rule.per.minor - 1;
  }
  return std::nullopt;
}

// Where whoever proves more may do less.
void warn_of_identification(const Programme& programme, Warnings& warnings) {
  using programme::ShownAs;
  const auto compare = [&](ShownAs less, ShownAs more) {
    const programme::Allowance& a = programme.identification.of(less);
    const programme::Allowance& b = programme.identification.of(more);
    if ((!a.earn || b.earn) && (!a.redeem || b.redeem)) return;
    warnings.push_back({std::string("identification: ") + name(more),
                        std::string("may do less than ") + name(less) + ", which proves less",
                        std::string("allow it the same, or ") + name(less) + " less"});
  };
  compare(ShownAs::card, ShownAs::signed_code);
  compare(ShownAs::signed_code, ShownAs::rotating_code);
}

}  // namespace

bool is_given(const Programme& programme, std::string_view unit) {
  return is_exchanged_for(programme, unit) ||
         std::any_of(programme.earn.begin(), programme.earn.end(),
                     [&](const EarnRule& rule) { return rule.unit == unit; });
}

std::optional<std::int64_t> most_days_alive(const programme::Unit& unit) {
  if (unit.expires_with_next == Period::month) return 2 * kDaysOfAMonth;
  if (unit.expires_with_next == Period::quarter) return 6 * kDaysOfAMonth;
  if (unit.expires_with_next == Period::year) return 24 * kDaysOfAMonth;
  if (unit.expires_after_days == 0 && unit.expires_after_months == 0) return std::nullopt;
  std::int64_t days = unit.expires_after_days + unit.expires_after_months * kDaysOfAMonth;
  if (unit.expires_at_end_of == Period::month) days += kDaysOfAMonth;
  if (unit.expires_at_end_of == Period::quarter) days += 3 * kDaysOfAMonth;
  if (unit.expires_at_end_of == Period::year) days += 12 * kDaysOfAMonth;
  return days;
}

std::optional<Quantity> most_ever_held(const Programme& programme, std::string_view unit) {
  const programme::Unit* known = programme.find_unit(unit);
  if (known == nullptr) return std::nullopt;
  if (known->counter) return most_counted(programme, unit);
  const auto alive = most_days_alive(*known);
  if (!alive || known->extends || is_multiplied(programme, unit) ||
      is_exchanged_for(programme, unit)) {
    return std::nullopt;
  }
  Quantity most = 0;
  bool is_bounded = false;
  for (const EarnRule& rule : programme.earn) {
    if (rule.unit != unit) continue;
    if (!rule.cap || rule.renews) return std::nullopt;
    // Periods that begin while a lot lives, and those at both ends.
    const auto held = checked_mul(rule.cap->at_most, *alive / days_of(*rule.cap) + 2);
    const auto sum = held ? checked_add(most, *held) : std::nullopt;
    if (!sum) return std::nullopt;
    most = *sum;
    is_bounded = true;
  }
  if (!is_bounded) return std::nullopt;
  return most;
}

std::vector<ProgrammeWarning> programme_warnings(const Programme& programme, Date today) {
  Warnings warnings;
  warn_of_identification(programme, warnings);
  warn_of_units(programme, warnings);
  warn_of_tiers(programme, warnings);
  for (const EarnRule& rule : programme.earn) {
    warn_of_rule(programme, rule, warnings);
    warn_of_condition(programme, {"earn " + rule.id, rule.when}, today, warnings);
  }
  warn_of_groups(programme, warnings);
  warn_of_multipliers(programme, warnings);
  for (const programme::Multiplier& each : programme.multipliers) {
    warn_of_condition(programme, {"multiplier " + each.id, each.when}, today, warnings);
  }
  for (const programme::Reward& reward : programme.rewards) {
    warn_of_reward(programme, reward, warnings);
    warn_of_condition(programme, {"reward " + reward.id, reward.when}, today, warnings);
  }
  return warnings;
}

}  // namespace loyald

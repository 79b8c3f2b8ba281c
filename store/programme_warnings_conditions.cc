// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "store/programme_warning_parts.h"

// Conditions that are never met, and line filters that let nothing through.
namespace loyald {
namespace {

using programme::Condition;
using programme::Holding;
using programme::LineFilter;
using programme::Programme;
using programme::Tier;

constexpr int kDaysOfAWeek = 7;
constexpr Quantity kNoBound = std::numeric_limits<Quantity>::max();

bool occurs(int weekday, Date first, Date last) {
  for (Date day = first; day <= last && day < first + std::chrono::days(kDaysOfAWeek);
       day = day + std::chrono::days(1)) {
    if (programme::weekday(day) == weekday) return true;
  }
  return false;
}

void warn_of_dates(const Conditional& conditional, Date today, Warnings& warnings) {
  const Condition& when = conditional.when;
  if (when.valid_until && *when.valid_until < today) {
    warnings.push_back({conditional.place + ": when.valid_until",
                        "ended on " + format(*when.valid_until) + ", so it never applies again",
                        "remove it, or move the dates"});
  }
  if (!when.valid_from || !when.valid_until || when.weekdays.empty()) return;
  const auto does_occur = [&](int weekday) {
    return occurs(weekday, *when.valid_from, *when.valid_until);
  };
  if (std::none_of(when.weekdays.begin(), when.weekdays.end(), does_occur)) {
    warnings.push_back({conditional.place + ": when.weekdays",
                        "none of them is between " + format(*when.valid_from) + " and " +
                            format(*when.valid_until) + ", so it never applies",
                        "correct the dates or the weekdays"});
  }
}

// What all holdings of one unit together allow: from <= amount < below.
struct Range {
  Quantity from = 0;
  Quantity below = kNoBound;
};

Range range_of(const Condition& when, const std::string& unit) {
  Range range;
  for (const Holding& holding : when.holds) {
    if (holding.unit != unit) continue;
    range.from = std::max(range.from, holding.at_least);
    if (holding.below > 0) range.below = std::min(range.below, holding.below);
  }
  return range;
}

void warn_of_holding(const Programme& programme, const Conditional& conditional,
                     const Holding& holding, Warnings& warnings) {
  const std::string place = conditional.place + ": when.holds";
  const Range range = range_of(conditional.when, holding.unit);
  if (range.from >= range.below) {
    const std::string text = "at least " + std::to_string(range.from) + " and below " +
                             std::to_string(range.below) + " " + holding.unit +
                             " at once is not possible, so it never applies";
    const bool told = std::any_of(warnings.begin(), warnings.end(), [&](const auto& each) {
      return each.key == place && each.text == text;
    });
    if (!told) warnings.push_back({place, text, "correct at_least or below"});
    return;
  }
  if (holding.at_least == 0) return;
  const programme::Unit* unit = programme.find_unit(holding.unit);
  if (unit != nullptr && !unit->counter && !is_given(programme, holding.unit)) {
    warnings.push_back({place,
                        "no rule or reward gives " + holding.unit +
                            ", so it applies only to members who were given it by hand",
                        "add a rule that gives it, or correct the name"});
    return;
  }
  const auto most = most_ever_held(programme, holding.unit);
  if (most && holding.at_least > *most) {
    warnings.push_back({place,
                        "nobody ever holds " + std::to_string(holding.at_least) + " " +
                            holding.unit + ": the caps allow at most " + std::to_string(*most),
                        "lower at_least, or raise the cap"});
  }
}

void warn_of_tier_range(const Programme& programme, const Conditional& conditional,
                        Warnings& warnings) {
  const Condition& when = conditional.when;
  if (when.tiers.empty() || programme.tiers.empty()) return;
  const std::string& unit = programme.tiers.front().unit;
  const Range held = range_of(when, unit);
  if (held.from >= held.below) return;  // said already
  for (std::size_t i = 0; i < programme.tiers.size(); ++i) {
    const Tier& tier = programme.tiers[i];
    if (std::find(when.tiers.begin(), when.tiers.end(), tier.id) == when.tiers.end()) continue;
    const Quantity end =
        i + 1 < programme.tiers.size() ? programme.tiers[i + 1].at_least : kNoBound;
    if (std::max(held.from, tier.at_least) < std::min(held.below, end)) return;
  }
  warnings.push_back({conditional.place + ": when.tiers",
                      "nobody in these tiers holds as much " + unit +
                          " as when.holds asks for, so "
                          "it never applies",
                      "remove one of the two, or correct the amounts"});
}

// Every word of `included` is also excluded.
bool is_covered(const std::vector<std::string>& included,
                const std::vector<std::string>& excluded) {
  return std::all_of(included.begin(), included.end(), [&](const std::string& word) {
    return std::find(excluded.begin(), excluded.end(), word) != excluded.end();
  });
}

}  // namespace

void warn_of_condition(const Programme& programme, const Conditional& conditional, Date today,
                       Warnings& warnings) {
  warn_of_dates(conditional, today, warnings);
  for (const Holding& holding : conditional.when.holds) {
    warn_of_holding(programme, conditional, holding, warnings);
  }
  warn_of_tier_range(programme, conditional, warnings);
}

void warn_of_filters(const std::string& place, const std::optional<LineFilter>& include,
                     const LineFilter& exclude, Warnings& warnings) {
  if (!include) return;
  if (is_covered(include->skus, exclude.skus) &&
      is_covered(include->categories, exclude.categories) &&
      is_covered(include->departments, exclude.departments) &&
      is_covered(include->brands, exclude.brands) && is_covered(include->tags, exclude.tags)) {
    warnings.push_back({place + ": exclude", "all that is included is excluded, so no line counts",
                        "exclusion wins: name each in one of the two"});
  }
}

}  // namespace loyald

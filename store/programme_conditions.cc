// SPDX-License-Identifier: Apache-2.0
#include "store/programme_conditions.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace loyald {
namespace {

using programme::BirthdayWindow;
using programme::Condition;
using programme::Holding;
using programme::Hours;
using programme::LineFilter;

constexpr std::int64_t kMostBirthdayDays = 182;

// "HH:MM" as a minute of the day; 24:00 is its end.
Result<int> read_clock(std::string_view key, const std::string& from, const Place& place) {
  const auto bad = [&] {
    return place.wrong(key, "is not a time: " + from, "write it as HH:MM, 00:00 to 24:00");
  };
  if (from.size() != 5 || from[2] != ':') return bad();
  for (const std::size_t i : {0U, 1U, 3U, 4U}) {
    if (from[i] < '0' || from[i] > '9') return bad();
  }
  const int hour = (from[0] - '0') * 10 + (from[1] - '0');
  const int minute = (from[3] - '0') * 10 + (from[4] - '0');
  if (minute > 59 || hour * 60 + minute > programme::kMinutesPerDay) return bad();
  return hour * 60 + minute;
}

Result<Hours> read_hours(const v1::Hours& from, const Place& place) {
  Hours hours;
  LOYALD_ASSIGN(hours.from, read_clock("from", from.from(), place));
  LOYALD_ASSIGN(hours.until, read_clock("until", from.until(), place));
  if (hours.from == hours.until) return place.wrong("until", "is the same as from");
  return hours;
}

Result<Holding> read_holding(const v1::Holding& from, const programme::Programme& known,
                             const Place& place) {
  Holding holding;
  LOYALD_ASSIGN(holding.unit, read_any_unit_name("unit", from.unit(), known.units, place));
  LOYALD_ASSIGN(holding.at_least, place.within("at_least", from.at_least(), 0, kMaxAmount));
  LOYALD_ASSIGN(holding.below, place.within("below", from.below(), 0, kMaxAmount));
  if (holding.at_least == 0 && holding.below == 0) {
    return place.wrong("at_least, below", "one of them is required");
  }
  if (holding.below > 0 && holding.below <= holding.at_least) {
    return place.wrong("below", "must be more than at_least");
  }
  return holding;
}

Result<BirthdayWindow> read_window(const v1::BirthdayWindow& from, const Place& place) {
  LOYALD_TRY(place.within("days_before", from.days_before(), 0, kMostBirthdayDays));
  LOYALD_TRY(place.within("days_after", from.days_after(), 0, kMostBirthdayDays));
  return BirthdayWindow{from.days_before(), from.days_after()};
}

Result<void> check_counts(const v1::Condition& from, const Place& place) {
  constexpr std::size_t kMost = kMaxConditionEntries;
  LOYALD_TRY(check_count(from.weekdays(), kMost, "weekdays", place));
  LOYALD_TRY(check_count(from.hours(), kMost, "hours", place));
  LOYALD_TRY(check_count(from.stores(), kMost, "stores", place));
  LOYALD_TRY(check_count(from.channels(), kMost, "channels", place));
  LOYALD_TRY(check_count(from.payments(), kMost, "payments", place));
  LOYALD_TRY(check_count(from.tags(), kMost, "tags", place));
  LOYALD_TRY(check_count(from.languages(), kMost, "languages", place));
  return check_count(from.holds(), kMost, "holds", place);
}

Result<void> read_time(const v1::Condition& from, const Place& place, Condition& to) {
  LOYALD_ASSIGN(to.valid_from, read_date("valid_from", from.valid_from(), place));
  LOYALD_ASSIGN(to.valid_until, read_date("valid_until", from.valid_until(), place));
  if (to.valid_from && to.valid_until && *to.valid_until < *to.valid_from) {
    return place.wrong("valid_until", "is before valid_from");
  }
  static const std::vector<std::string> kWeekdays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  for (const std::string& word : from.weekdays()) {
    LOYALD_TRY(place.text("weekdays", word));
    LOYALD_ASSIGN(const std::size_t day, place.one_of("weekdays", word, kWeekdays));
    to.weekdays.push_back(static_cast<int>(day));
  }
  for (const v1::Hours& each : from.hours()) {
    LOYALD_ASSIGN(const Hours hours, read_hours(each, place.table("hours")));
    to.hours.push_back(hours);
  }
  return {};
}

Result<void> read_tiers(const v1::Condition& from, const programme::Programme& known,
                        const Place& place, Condition& to) {
  std::vector<std::string> ids;
  for (const programme::Tier& tier : known.tiers) ids.push_back(tier.id);
  for (const std::string& tier : from.tiers()) {
    if (known.find_tier(tier) == nullptr) return place.unknown("tiers", "tier", tier, ids);
    to.tiers.push_back(tier);
  }
  return {};
}

}  // namespace

Result<std::optional<Date>> read_date(std::string_view key, const std::string& from,
                                      const Place& place) {
  if (from.empty()) return std::nullopt;
  const auto date = parse_date(from);
  if (!date) return place.wrong(key, date.error().message, date.error().hint);
  return *date;
}

Result<LineFilter> read_filter(const v1::LineFilter& from, const Place& place) {
  LineFilter filter;
  LOYALD_ASSIGN(filter.skus, read_words("skus", from.skus(), place));
  LOYALD_ASSIGN(filter.categories, read_words("categories", from.categories(), place));
  LOYALD_ASSIGN(filter.departments, read_words("departments", from.departments(), place));
  LOYALD_ASSIGN(filter.brands, read_words("brands", from.brands(), place));
  LOYALD_ASSIGN(filter.tags, read_words("tags", from.tags(), place));
  return filter;
}

Result<Condition> read_condition(const v1::Condition& from, const programme::Programme& known,
                                 const Place& place) {
  Condition to;
  LOYALD_TRY(check_counts(from, place));
  LOYALD_TRY(read_time(from, place, to));
  for (const std::int64_t store : from.stores()) {
    LOYALD_TRY(place.within("stores", store, 1, std::numeric_limits<std::int64_t>::max()));
    to.stores.push_back(store);
  }
  LOYALD_ASSIGN(to.channels, read_words("channels", from.channels(), place));
  LOYALD_ASSIGN(to.payments, read_words("payments", from.payments(), place));
  LOYALD_ASSIGN(to.tags, read_words("tags", from.tags(), place));
  for (const v1::Holding& each : from.holds()) {
    LOYALD_ASSIGN(Holding holding, read_holding(each, known, place.table("holds")));
    to.holds.push_back(std::move(holding));
  }
  if (from.has_birthday()) {
    LOYALD_ASSIGN(to.birthday, read_window(from.birthday(), place.table("birthday")));
  }
  LOYALD_TRY(read_tiers(from, known, place, to));
  LOYALD_ASSIGN(to.languages, read_words("languages", from.languages(), place));
  to.referred = from.referred();
  return to;
}

}  // namespace loyald

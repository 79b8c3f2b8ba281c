// SPDX-License-Identifier: Apache-2.0
#include "store/base/time.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "store/base/check.h"

namespace loyald {
namespace {

constexpr std::int64_t kMsPerDay = 86'400'000;

using std::chrono::day;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

year_month_day civil(Date date) { return year_month_day(sys_days(std::chrono::days(date.days))); }

Date from_civil(year_month_day ymd) {
  return {static_cast<std::int32_t>(sys_days(ymd).time_since_epoch().count())};
}

Result<int> digits(std::string_view text) {
  int value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return fail(Errc::invalid_argument, "not a number");
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

Date add_months(Date date, int months) {
  CHECK(months >= 0);
  const year_month_day from = civil(date);
  const auto target = from.year() / from.month() + std::chrono::months(months);
  if (!target.ok() || target.year() > year(9999)) return kNever;
  const auto last = (target / std::chrono::last).day();
  return std::min(from_civil(target / std::min(from.day(), last)), kNever);
}

std::string format(Date date) {
  const year_month_day ymd = civil(date);
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(ymd.year()),
                static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()));
  return text.data();
}

Result<Date> parse_date(std::string_view text, Date first) {
  const auto bad = [&] {
    return fail(Errc::invalid_argument, "\"" + std::string(text.substr(0, 40)) + "\" is not a date",
                "write it as YYYY-MM-DD, for example 2026-11-21");
  };
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return bad();
  const auto y = digits(text.substr(0, 4));
  const auto m = digits(text.substr(5, 2));
  const auto d = digits(text.substr(8, 2));
  if (!y || !m || !d) return bad();
  const year_month_day ymd(year{*y}, month{static_cast<unsigned>(*m)},
                           day{static_cast<unsigned>(*d)});
  if (!ymd.ok()) return bad();
  const Date date = from_civil(ymd);
  if (date >= first && date < kNever) return date;
  return fail(Errc::invalid_argument, std::string(text) + " is too early or too late",
              "days from " + format(first) + " on are taken");
}

Date day_of(Timestamp time) {
  const std::int64_t days = (time.ms >= 0 ? time.ms : time.ms - kMsPerDay + 1) / kMsPerDay;
  return {static_cast<std::int32_t>(days)};
}

Timestamp begin_of(Date day) { return {day.days * kMsPerDay}; }

std::string format(Timestamp time) {
  const Date day = day_of(time);
  const std::int64_t rest = (time - begin_of(day)).count();
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "T%02d:%02d:%02d.%03dZ",
                static_cast<int>(rest / 3'600'000), static_cast<int>(rest / 60'000 % 60),
                static_cast<int>(rest / 1000 % 60), static_cast<int>(rest % 1000));
  return format(day) + text.data();
}

}  // namespace loyald

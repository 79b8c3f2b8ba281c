// SPDX-License-Identifier: Apache-2.0
#include "store/programme/period.h"

#include <algorithm>
#include <chrono>

namespace loyald::programme {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

Date first_of_month(Date day, unsigned months_in_period) {
  const year_month_day ymd{sys_days{std::chrono::days{day.days}}};
  const unsigned month = static_cast<unsigned>(ymd.month()) - 1;
  const unsigned first = month - month % months_in_period + 1;
  const sys_days begin{ymd.year() / std::chrono::month{first} / std::chrono::day{1}};
  return {static_cast<std::int32_t>(begin.time_since_epoch().count())};
}

}  // namespace

int weekday(Date day) {
  const std::int32_t since_monday = (day.days + 3) % 7;  // 1970-01-01 was a Thursday
  return since_monday < 0 ? since_monday + 7 : since_monday;
}

Date begin_of(Period period, Date day) {
  switch (period) {
    case Period::day:
      return day;
    case Period::week:
      return std::max(kFirstDate, day + std::chrono::days(-weekday(day)));
    case Period::month:
      return first_of_month(day, 1);
    case Period::quarter:
      return first_of_month(day, 3);
    case Period::year:
      return first_of_month(day, 12);
  }
  return day;
}

Date end_of(Period period, Date day) {
  switch (period) {
    case Period::day:
      return std::min(kNever, day + std::chrono::days(1));
    case Period::week:
      return std::min(kNever, day + std::chrono::days(7 - weekday(day)));
    case Period::month:
      return add_months(begin_of(period, day), 1);
    case Period::quarter:
      return add_months(begin_of(period, day), 3);
    case Period::year:
      return add_months(begin_of(period, day), 12);
  }
  return day;
}

const char* name(Period period) {
  switch (period) {
    case Period::day:
      return "day";
    case Period::week:
      return "week";
    case Period::month:
      return "month";
    case Period::quarter:
      return "quarter";
    case Period::year:
      return "year";
  }
  return "";
}

}  // namespace loyald::programme

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "store/base/result.h"

namespace loyald {

// An instant: milliseconds since 1970-01-01T00:00:00Z. Handed in by the caller, never read from a
// clock in the core.
struct Timestamp {
  std::int64_t ms = 0;
  friend auto operator<=>(const Timestamp&, const Timestamp&) = default;
};

inline Timestamp operator+(Timestamp t, std::chrono::milliseconds d) { return {t.ms + d.count()}; }
inline std::chrono::milliseconds operator-(Timestamp a, Timestamp b) {
  return std::chrono::milliseconds(a.ms - b.ms);
}

// A calendar day without a time zone: days since 1970-01-01. Business dates, lots and programmes
// count in it.
struct Date {
  std::int32_t days = 0;
  friend auto operator<=>(const Date&, const Date&) = default;
};

// Later than every date of a lot: 9999-12-31. A lot that expires then never expires.
inline constexpr Date kNever{2932896};
// What a register may say: 1970-01-01 to 9999-12-30.
inline constexpr Date kFirstDate{0};

inline Date operator+(Date d, std::chrono::days n) {
  return {d.days + static_cast<std::int32_t>(n.count())};
}

// The same day of the month `months` later; the month's last day where it has no such day
// (31 January + 1 month = 28 or 29 February). Capped at kNever.
Date add_months(Date date, int months);

// 1900-01-01: nobody alive was born before.
inline constexpr Date kFirstBirthday{-25567};

// "2026-11-21". parse_date takes that form alone, from `first` to the day before kNever.
std::string format(Date date);
Result<Date> parse_date(std::string_view text, Date first = kFirstDate);

// "2026-11-21T19:14:08.250Z"
std::string format(Timestamp time);

}  // namespace loyald

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

// Readings of a hybrid logical clock (Kulkarni and others, 2014), as journals keep them: the
// milliseconds of the physical clock above a counter of so many bits.
inline constexpr int kHlcCounterBits = 16;
inline std::uint64_t hlc_of(Timestamp time) {
  return static_cast<std::uint64_t>(time.ms) << kHlcCounterBits;
}
inline Timestamp time_of_hlc(std::uint64_t hlc) {
  return {static_cast<std::int64_t>(hlc >> kHlcCounterBits)};
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

// The day of it in UTC, and the instant at which a day begins there.
Date day_of(Timestamp time);
Timestamp begin_of(Date day);

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

// SPDX-License-Identifier: Apache-2.0
#include "store/base/time.h"

#include "tests/support/doctest.h"

using namespace loyald;

TEST_CASE("dates are read and written in one form") {
  CHECK(parse_date("1970-01-01").value() == Date{0});
  CHECK(parse_date("2026-09-21").value() == Date{20'717});
  CHECK(format(Date{20'717}) == "2026-09-21");
  CHECK(format(kNever) == "9999-12-31");
  for (const char* text : {"", "2026-9-21", "21.09.2026", "2026-02-30", "2026-13-01", "2026-09-21 ",
                           "-026-09-21", "9999-12-31", "1969-12-31"}) {
    CHECK_FALSE(parse_date(text));
  }
}

TEST_CASE("people are born before 1970, but not before 1900") {
  CHECK(parse_date("1954-02-28", kFirstBirthday).value().days < 0);
  CHECK(format(parse_date("1954-02-28", kFirstBirthday).value()) == "1954-02-28");
  CHECK(parse_date("1900-01-01", kFirstBirthday).value() == kFirstBirthday);
  CHECK_FALSE(parse_date("1899-12-31", kFirstBirthday));
}

TEST_CASE("a month later is the same day, or the month's last") {
  const auto later = [](const char* text, int months) {
    return format(add_months(parse_date(text).value(), months));
  };
  CHECK(later("2026-01-31", 1) == "2026-02-28");
  CHECK(later("2028-01-31", 1) == "2028-02-29");
  CHECK(later("2026-11-21", 12) == "2027-11-21");
  CHECK(later("2028-02-29", 12) == "2029-02-28");
  CHECK(later("9999-01-01", 12) == "9999-12-31");
}

TEST_CASE("instants are written in UTC") {
  CHECK(format(Timestamp{0}) == "1970-01-01T00:00:00.000Z");
  CHECK(format(Timestamp{1'790'000'000'250}) == "2026-09-21T14:13:20.250Z");
  CHECK(format(Timestamp{-1}) == "1969-12-31T23:59:59.999Z");
}

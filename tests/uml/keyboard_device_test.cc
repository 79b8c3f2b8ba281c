// SPDX-License-Identifier: Apache-2.0
#include "tests/uml/support/keyboard_device.h"

#include <doctest/doctest.h>

#include "tests/uml/support/till_reader.h"

namespace loyald::scanner::testing {
namespace {

TEST_CASE("a till reads what a scanner types, whatever its pace") {
  KeyboardDevice scanner;
  TillReader till(scanner.node());
  for (const int gap_ms : {1, 6, 10, 19}) {
    CAPTURE(gap_ms);
    // With Enter 60 events: no ring overruns, however busy the machine is.
    scanner.scan("us", "042000123", gap_ms);
    CHECK(till.line() == "042000123");
  }
  CHECK(till.overruns() == 0);
}

TEST_CASE("a till that is busy through a long burst loses keys") {
  KeyboardDevice scanner;
  TillReader till(scanner.node(), {"us", std::chrono::milliseconds(200)});
  scanner.scan("us", std::string(40, 'x'), 0);
  CHECK_FALSE(till.line(std::chrono::milliseconds(500)));
  CHECK(till.overruns() >= 1);
}

TEST_CASE("an unplugged scanner is gone for its readers") {
  KeyboardDevice scanner;
  TillReader till(scanner.node());
  scanner.unplug();
  CHECK(till.is_lost());
  CHECK(till.keys().empty());
}

}  // namespace
}  // namespace loyald::scanner::testing

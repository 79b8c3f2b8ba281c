// SPDX-License-Identifier: Apache-2.0
#include "scanner/feedback.h"

#include <doctest/doctest.h>

#include <vector>

namespace loyald::scanner {
namespace {

TEST_CASE("what each maker's scanner is sent") {
  struct Row {
    const char* name;
    std::string known, unknown, no_card;
  };
  const std::vector<Row> rows{
      {"none", "", "", ""},
      {"bel", "\x07", "\x07\x07", ""},
      {"honeywell", "\x16\x07\x0d", "\x16\x07\x0d\x16\x07\x0d", ""},
      // Without an answer that scanner would be dead for ten seconds.
      {"honeywell-ack", "\x1b\x37\x1b\x32\x2c", "\x1b\x38\x2c\x1b\x38\x2c", "\x1b\x37\x2c"},
      {"datalogic", "\x42", "\x46\x45", ""},
      {"datalogic-esc", "\x1b\x5b\x36q\x1b\x5b\x33q\x1b\x5b\x35q\x1b\x5b\x37q",
       "\x1b\x5b\x38q\x1b\x5b\x34q\x1b\x5b\x35q\x1b\x5b\x39q", ""},
      {"ssi", std::string("\x05\xe6\x04\x00\x00\xff\x11\x05\xe7\x04\x00\x01\xff\x0f", 14),
       std::string("\x05\xe6\x04\x00\x06\xff\x0b\x05\xe8\x04\x00\x01\xff\x0e", 14), ""},
      {"cipherlab", "\x23\x40\x2f\x2f\x2f\x2f\x0d",
       "\x23\x40\x2f\x2f\x2f\x2f\x0d\x23\x40\x2f\x2f\x2f\x2f\x0d", ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const auto feedback = feedback_named(row.name);
    REQUIRE(feedback);
    CHECK(feedback_command(*feedback, Outcome::card_known) == row.known);
    CHECK(feedback_command(*feedback, Outcome::card_unknown) == row.unknown);
    CHECK(feedback_command(*feedback, Outcome::not_a_card) == row.no_card);
  }
  CHECK_FALSE(feedback_named("beep"));
  CHECK_FALSE(feedback_named(""));
  CHECK(feedback_names() ==
        "none, bel, honeywell, honeywell-ack, datalogic, datalogic-esc, ssi, cipherlab");
}

}  // namespace
}  // namespace loyald::scanner

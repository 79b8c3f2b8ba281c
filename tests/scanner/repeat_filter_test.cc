// SPDX-License-Identifier: Apache-2.0
#include "scanner/repeat_filter.h"

#include <doctest/doctest.h>

namespace loyald::scanner {
namespace {

TEST_CASE("the same text again within the window is a double read") {
  RepeatFilter filter(std::chrono::milliseconds(300));
  CHECK(filter.is_fresh("042", {0}));
  CHECK_FALSE(filter.is_fresh("042", {299}));
  CHECK(filter.is_fresh("043", {300}));
  CHECK(filter.is_fresh("042", {301}));
  CHECK(filter.is_fresh("042", {601}));
}

TEST_CASE("a card that stays in view counts once") {
  RepeatFilter filter(std::chrono::milliseconds(300));
  CHECK(filter.is_fresh("042", {0}));
  for (std::int64_t ms = 100; ms < 5000; ms += 100) CHECK_FALSE(filter.is_fresh("042", {ms}));
  CHECK(filter.is_fresh("042", {5300}));
}

TEST_CASE("without a window everything is fresh") {
  RepeatFilter filter(std::chrono::milliseconds(0));
  CHECK(filter.is_fresh("042", {0}));
  CHECK(filter.is_fresh("042", {0}));
}

}  // namespace
}  // namespace loyald::scanner

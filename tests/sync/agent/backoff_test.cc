// SPDX-License-Identifier: Apache-2.0
#include "sync/agent/backoff.h"

#include "tests/support/doctest.h"

#include <algorithm>

namespace loyald {

using namespace std::chrono_literals;

TEST_CASE("the wait is spread over a span that doubles up to a limit") {
  SeededRandom random(3);
  for (int failures = 1; failures <= 12; ++failures) {
    std::chrono::milliseconds longest{0};
    const auto span =
        std::min<std::chrono::milliseconds>(Backoff::kMost, 5s * (1 << (failures - 1)));
    for (int i = 0; i < 200; ++i) {
      Backoff backoff(random);
      for (int f = 0; f < failures; ++f) backoff.failed({0}, std::nullopt);
      const auto until = backoff.waiting_until({0}).value_or(Timestamp{0});
      longest = std::max(longest, until - Timestamp{0});
    }
    CHECK(longest <= span);
    CHECK(longest > span * 9 / 10);
  }
}

TEST_CASE("what the other end asks for is waited for, within reason") {
  SeededRandom random(3);
  Backoff backoff(random);
  backoff.failed({0}, 100s);
  CHECK(backoff.waiting_until({99'999}));
  CHECK_FALSE(backoff.waiting_until({105'001}));
  backoff.failed({0}, 1'000'000s);
  CHECK_FALSE(backoff.waiting_until({3'611'000}));
}

TEST_CASE("success and a clock that was set back end the wait") {
  SeededRandom random(3);
  Backoff backoff(random);
  backoff.wait({1'000'000}, 900s);
  CHECK(backoff.waiting_until({1'000'000}));
  CHECK_FALSE(backoff.waiting_until({999'999}));
  backoff.succeeded();
  CHECK_FALSE(backoff.waiting_until({1'000'001}));
}

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#include "daemon/sync_schedule.h"

#include <map>

#include "tests/support/doctest.h"

namespace loyald::daemon {

using namespace std::chrono_literals;

namespace {
constexpr Timestamp kNoon{1'790'000'000'000 - 1'790'000'000'000 % 86'400'000 + 43'200'000};
}

TEST_CASE("a store's slot lies in its window by its own clock, and is another one each night") {
  const NightlyWindow window{23h + 30min, 60min};
  Timestamp now = kNoon;
  std::map<std::int64_t, int> times;
  for (int night = 0; night < 50; ++night) {
    const Timestamp slot = next_slot(window, 7, now, 2h);
    CHECK(slot > now);
    CHECK(slot - now <= 24h + 60min);
    const auto local = slot + 2h;
    const std::int64_t into = (local.ms - (86'400'000 - 30 * 60'000)) % 86'400'000;
    CHECK(into < 60 * 60'000);
    ++times[into / 60'000];
    // Asked again a moment before, it is the same one.
    CHECK(next_slot(window, 7, slot + -1ms, 2h) == slot);
    now = slot;
  }
  CHECK(times.size() > 20);
}

TEST_CASE("ten thousand stores are spread over the window") {
  const NightlyWindow window{2h, 60min};
  std::map<std::int64_t, int> by_minute;
  for (StoreId store = 1; store <= 10'000; ++store) {
    ++by_minute[(next_slot(window, store, kNoon, 0s) - kNoon) / 1min];
  }
  CHECK(by_minute.size() == 60);
  int most = 0;
  for (const auto& [minute, stores] : by_minute) most = std::max(most, stores);
  CHECK(most < 250);  // 167 on average
}

}  // namespace loyald::daemon

// SPDX-License-Identifier: Apache-2.0
// Whether one new entry costs more after a long history, and what it costs to hear that nothing is
// new. The books are in memory where the machine has such a place: syncing to a disk would hide
// what grows.
//
//   sync_bench [ENTRIES]      entries of the long history; default 100000
//   LOYALD_POSTGRES_SETTINGS="-c fsync=on" taskset -c 1 tests/support/with_postgres sync_bench
//                             the same with head office's books in PostgreSQL
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <utility>
#include <vector>

#include "tests/bench/seconds.h"
#include "tests/bench/sold.h"
#include "tests/sync/support/pair.h"

namespace {

using namespace loyald;
using bench::median;
using bench::seconds_of;
using bench::sell;

constexpr std::size_t kShortHistory = 1'000;
constexpr std::size_t kBetweenCheckpoints = 10'000;
constexpr int kSingles = 200;

// A shop with a history of so many entries, all of it at head office.
struct History : testing::Pair {
  std::vector<double> took;  // milliseconds

  explicit History(std::size_t entries) {
    for (std::size_t made = 0; made < entries; made += kBetweenCheckpoints) {
      sell(shop, random, std::min(kBetweenCheckpoints, entries - made), now);
      testing::converse(shop, office, now);
      // As the daemons do between their batches.
      CHECK(shop.books().database().checkpoint());
      CHECK(office.books().database().checkpoint());
    }
  }
  // One sale more: its push and the pull that follows.
  void one_more() {
    now = now + std::chrono::minutes(1);
    sell(shop, random, 1, now);
    took.push_back(1'000 * seconds_of([&] { testing::converse(shop, office, now); }));
  }
  void print_bytes_of_nothing() {
    now = now + std::chrono::minutes(1);
    const Agent::Step step = shop.agent().next(now);
    const auto& push = std::get<v1::PushRequest>(std::get<Agent::Send>(step).request);
    const auto answer = office.push(now, push);
    CHECK(answer);
    std::printf("nothing new: one request, %zu bytes, answered with %zu (bodies)\n",
                push.ByteSizeLong(), answer->ByteSizeLong());
  }
};

void bench_singles(std::size_t entries) {
  History shorter(kShortHistory);
  History longer(entries);
  std::array both{&shorter, &longer};
  for (int i = 0; i < kSingles; ++i) {
    for (History* each : both) each->one_more();
    // Each is first as often as the other.
    std::swap(both[0], both[1]);
  }
  shorter.print_bytes_of_nothing();
  const double little = median(shorter.took);
  const double much = median(longer.took);
  std::printf("one new entry after %zu entries: %.2f ms; after %zu: %.2f ms, %.2f times that\n",
              kShortHistory, little, entries, much, much / little);
}

}  // namespace

int main(int argc, char** argv) {
  doctest::Context context;
  context.setAsDefaultForAssertsOutOfTestCases();
  const std::size_t history = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100'000;
  bench_singles(history);
  return 0;
}

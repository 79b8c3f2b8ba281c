// SPDX-License-Identifier: Apache-2.0
#include "scanner/replay_pacer.h"

#include <doctest/doctest.h>
#include <linux/input-event-codes.h>

#include <algorithm>

#include "tests/support/property.h"

namespace loyald::scanner {
namespace {

std::vector<KeyEdge> taps(std::size_t keys) {
  std::vector<KeyEdge> edges;
  for (std::size_t i = 0; i < keys; ++i) {
    edges.push_back({KEY_1, true});
    edges.push_back({KEY_1, false});
  }
  return edges;
}

// When each key goes out, asked whenever the pacer wants to be.
std::vector<Timestamp> times(ReplayPacer& pacer) {
  std::vector<Timestamp> out;
  std::vector<KeyEdge> keys;
  while (const auto due = pacer.due()) {
    const std::size_t before = keys.size();
    pacer.take_due(*due, keys);
    out.insert(out.end(), keys.size() - before, *due);
  }
  return out;
}

TEST_CASE("an EAN-13 and its Enter go at once, a longer text a key in four milliseconds") {
  ReplayPacer pacer;
  pacer.add(taps(14), true, {0});
  CHECK(times(pacer) == std::vector<Timestamp>(28, {0}));

  ReplayPacer other;
  other.add(taps(30), true, {0});
  const auto sent = times(other);
  REQUIRE(sent.size() == 60);
  CHECK(sent[6] == Timestamp{0});  // the credit
  for (std::size_t i = 7; i < sent.size(); ++i)
    CHECK(sent[i] - sent[i - 1] == std::chrono::milliseconds(2));
}

TEST_CASE("a text that goes on, or comes right after another, does not go at once") {
  ReplayPacer pacer;
  pacer.add(taps(14), false, {0});
  CHECK(times(pacer).back() == Timestamp{42});
  pacer.add(taps(14), true, {50});
  CHECK(times(pacer).back() > Timestamp{50});
}

TEST_CASE("a held beginning and a scanner's own pace pass without delay") {
  ReplayPacer pacer;
  std::vector<KeyEdge> keys;
  pacer.add(taps(3), false, {0});
  pacer.take_due({0}, keys);
  for (std::int64_t now = 10; now < 1000; now += 10) {
    pacer.add(taps(1), false, {now});
    pacer.take_due({now}, keys);
    CHECK_FALSE(pacer.due());
  }
}

TEST_CASE("without a pace everything goes at once") {
  ReplayPacer pacer(std::chrono::milliseconds(0));
  pacer.add(taps(300), false, {0});
  CHECK(times(pacer) == std::vector<Timestamp>(600, {0}));
}

TEST_CASE("what waits is limited") {
  ReplayPacer pacer;
  std::vector<KeyEdge> keys;
  pacer.add(taps(ReplayPacer::kMaxWaiting / 2 + 1), false, {0});
  pacer.take_due({0}, keys);
  CHECK(keys.size() == ReplayPacer::kMaxWaiting + 2);
}

TEST_CASE("nothing is lost, and no reader that sleeps 50 ms has more than 64 events waiting") {
  loyald::testing::for_all(300, [](Random& random, loyald::testing::Findings& findings) {
    ReplayPacer pacer;
    std::vector<KeyEdge> in;
    std::vector<KeyEdge> out;
    std::vector<std::int64_t> when;
    std::int64_t now = 0;
    const auto take = [&] {
      pacer.take_due({now}, out);
      when.resize(out.size(), now);
    };
    const auto steps = random.below(30);
    for (std::uint64_t step = 0; step < steps; ++step) {
      std::vector<KeyEdge> keys;
      const auto count = random.below(40);
      for (std::uint64_t i = 0; i < count; ++i) {
        keys.push_back({static_cast<std::uint16_t>(random.below(100)), random.below(2) == 0});
      }
      in.insert(in.end(), keys.begin(), keys.end());
      pacer.add(keys, random.below(2) == 0, {now});
      take();
      const std::int64_t until = now + static_cast<std::int64_t>(random.below(120));
      for (auto due = pacer.due(); due && due->ms <= until; due = pacer.due()) {
        now = std::max(now, due->ms);
        take();
      }
      now = until;
    }
    while (const auto due = pacer.due()) {
      now = due->ms;
      take();
    }
    findings.require(in == out, "the keys are the same, in order");
    for (std::size_t first = 0; first < when.size(); ++first) {
      std::size_t events = 0;
      for (std::size_t i = first; i < when.size() && when[i] < when[first] + 50; ++i) events += 2;
      findings.require(events <= 64, "too many events within 50 ms");
    }
  });
}

}  // namespace
}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
#include "store/digit_permutation.h"

#include <set>

#include "store/base/random.h"
#include "tests/support/doctest.h"

namespace loyald {
namespace {

PermutationKey key_of(std::uint64_t seed) {
  SeededRandom random(seed);
  PermutationKey key{};
  random.fill(key);
  return key;
}

}  // namespace

TEST_CASE("every number has one place, whatever the digits and the key") {
  for (int digits = 1; digits <= 5; ++digits) {
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
      const DigitPermutation order(key_of(seed), digits);
      std::set<std::uint64_t> numbers;
      for (std::uint64_t place = 0; place < order.size(); ++place) {
        const std::uint64_t number = order.number_at(place);
        REQUIRE(number < order.size());
        REQUIRE(order.place_of(number) == place);
        numbers.insert(number);
      }
      CHECK(numbers.size() == order.size());
    }
  }
}

TEST_CASE("long numbers find back to their places, too") {
  SeededRandom random(5);
  for (int digits = 6; digits <= kMostPermutedDigits; ++digits) {
    const DigitPermutation order(key_of(9), digits);
    for (int i = 0; i < 50; ++i) {
      const std::uint64_t place = random.below(order.size());
      const std::uint64_t number = order.number_at(place);
      REQUIRE(number < order.size());
      REQUIRE(order.place_of(number) == place);
    }
  }
}

// Not a proof of secrecy: it finds an order that is left as it was, or moved as a whole.
TEST_CASE("neighbours in the counter are no neighbours as numbers, and another key has others") {
  constexpr int kTried = 2'000;
  const DigitPermutation order(key_of(1), 9);
  const DigitPermutation other(key_of(2), 9);
  std::set<std::uint64_t> steps;
  int near = 0;
  int rising = 0;
  for (std::uint64_t place = 0; place < kTried; ++place) {
    const std::uint64_t here = order.number_at(place);
    const std::uint64_t next = order.number_at(place + 1);
    const std::uint64_t step = (next + order.size() - here) % order.size();
    steps.insert(step);
    if (step < 100'000 || order.size() - step < 100'000) ++near;
    if (next > here) ++rising;
    CHECK(other.number_at(place) != here);
  }
  CHECK(steps.size() == kTried);
  CHECK(near < 10);  // 0.4 are to be expected
  CHECK(rising > kTried * 4 / 10);
  CHECK(rising < kTried * 6 / 10);
}

// Numbers that were printed must stay the same for ever.
// The numbers come from a reading of the header's words in Python.
TEST_CASE("an order is the same on every machine and in every version") {
  const DigitPermutation order(PermutationKey{1, 2, 3}, 9);
  CHECK(order.number_at(0) == 262'710'075);
  CHECK(order.number_at(1) == 961'575'315);
  CHECK(order.number_at(999'999'999) == 141'906'765);
}

}  // namespace loyald

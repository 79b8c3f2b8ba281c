// SPDX-License-Identifier: Apache-2.0
// The simulator on seeds that are always the same, on fresh ones, and on faults that it must find.
#include "store/base/bytes.h"
#include "tests/sim/simulate.h"
#include "tests/support/doctest.h"

namespace loyald::sim {
namespace {

constexpr std::uint64_t kSeeds = 40;
constexpr std::uint64_t kFreshSeeds = 20;
constexpr std::uint64_t kSeedsForMutants = 40;
// One that few seeds find may go unfound once a workload changes.
constexpr std::uint64_t kTimesCaught = 8;

void check_clean(std::uint64_t seed) {
  const Outcome outcome = simulate(seed);
  if (outcome.broken) FAIL(report(seed, Mutant::none, outcome));
}

}  // namespace

TEST_CASE("whatever the line, the power and the clocks do, the promises hold") {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) check_clean(seed);
}

TEST_CASE("and on seeds that nobody has tried before") {
  SystemRandom random;
  for (std::uint64_t i = 0; i < kFreshSeeds; ++i) check_clean(random.next() >> 16U);
}

TEST_CASE("the same seed gives the same run") {
  const Outcome first = simulate(7);
  CHECK(to_hex(simulate(7).hash) == to_hex(first.hash));
  CHECK(to_hex(simulate(8).hash) != to_hex(first.hash));
}

TEST_CASE("every mutant is caught") {
  for (const Mutant mutant : kMutants) {
    CAPTURE(name_of(mutant));
    std::uint64_t caught = 0;
    std::uint64_t seed = 0;
    while (caught < kTimesCaught && seed < kSeedsForMutants) {
      if (simulate(++seed, mutant).broken) ++caught;
    }
    CHECK(caught == kTimesCaught);
    MESSAGE(name_of(mutant), " is caught by ", caught, " of the first ", seed, " seeds");
  }
}

}  // namespace loyald::sim

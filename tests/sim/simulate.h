// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "tests/sim/world.h"

namespace loyald::sim {

struct Outcome {
  std::optional<std::string> broken;  // the promise that did not hold
  Hash hash{};                        // of everything that happened
  std::deque<std::string> last;       // what happened last
};

// One run, from its seed.
Outcome simulate(std::uint64_t seed, Mutant mutant = Mutant::none);

// What a person needs: the promise, the command that repeats the run, the last events.
std::string report(std::uint64_t seed, Mutant mutant, const Outcome& outcome);

std::string name_of(Mutant mutant);
std::optional<Mutant> mutant_named(const std::string& name);

}  // namespace loyald::sim

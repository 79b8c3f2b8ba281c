// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/sim/world.h"

namespace loyald::sim {

struct Outcome {
  std::optional<std::string> broken;  // the promise that did not hold
  Hash hash{};                        // of everything that happened
  std::vector<std::string> events;    // what happened
};

// One run, from its seed.
Outcome simulate(std::uint64_t seed, Mutant mutant = Mutant::none);

// So many events say enough, mostly.
inline constexpr std::size_t kEventsShown = 60;

// What a person needs: the promise, the command that repeats the run, the last events.
std::string report(std::uint64_t seed, Mutant mutant, const Outcome& outcome,
                   std::size_t most_events = kEventsShown);

std::string name_of(Mutant mutant);
std::optional<Mutant> mutant_named(const std::string& name);

}  // namespace loyald::sim

// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/simulate.h"

#include <algorithm>

namespace loyald::sim {
Outcome simulate(std::uint64_t seed, Mutant mutant) {
  World world(seed, mutant);
  Outcome outcome;
  try {
    world.run();
  } catch (const Broken& broken) {
    outcome.broken = broken.what();
  }
  outcome.hash = world.trace().hash();
  outcome.events = world.trace().events();
  return outcome;
}

std::string report(std::uint64_t seed, Mutant mutant, const Outcome& outcome,
                   std::size_t most_events) {
  std::string text = "seed " + std::to_string(seed) +
                     (outcome.broken ? " breaks a promise: " + *outcome.broken : " is clean") +
                     "\nto repeat: loyald-sim --seed " + std::to_string(seed);
  if (mutant != Mutant::none) text += " --mutant " + name_of(mutant);
  text += "\n";
  const std::size_t count = outcome.events.size();
  for (std::size_t i = count - std::min(count, most_events); i < count; ++i) {
    text += "  " + outcome.events[i] + "\n";
  }
  return text;
}

std::string name_of(Mutant mutant) {
  switch (mutant) {
    case Mutant::none:
      return "none";
    case Mutant::lying_store_disk:
      return "lying-store-disk";
    case Mutant::relaxed_sync:
      return "relaxed-sync";
    case Mutant::amnesiac_office:
      return "amnesiac-office";
    case Mutant::silent_restore:
      return "silent-restore";
    case Mutant::no_seal:
      return "no-seal";
    case Mutant::rights_as_number:
      return "rights-as-number";
    case Mutant::wall_clock_reclaim:
      return "wall-clock-reclaim";
    case Mutant::no_quarantine:
      return "no-quarantine";
    case Mutant::same_life:
      return "same-life";
    case Mutant::unsigned_lease:
      return "unsigned-lease";
  }
  return "unknown";
}

std::optional<Mutant> mutant_named(const std::string& name) {
  if (name == name_of(Mutant::none)) return Mutant::none;
  for (const Mutant mutant : kMutants) {
    if (name_of(mutant) == name) return mutant;
  }
  return std::nullopt;
}

}  // namespace loyald::sim

// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/simulate.h"

namespace loyald::sim {
namespace {

constexpr Mutant kMutants[] = {Mutant::none, Mutant::lying_store_disk, Mutant::relaxed_sync,
                               Mutant::amnesiac_office, Mutant::silent_restore};

}  // namespace

Outcome simulate(std::uint64_t seed, Mutant mutant) {
  World world(seed, mutant);
  Outcome outcome;
  try {
    world.run();
  } catch (const Broken& broken) {
    outcome.broken = broken.what();
  }
  outcome.hash = world.trace().hash();
  outcome.last = world.trace().last();
  return outcome;
}

std::string report(std::uint64_t seed, Mutant mutant, const Outcome& outcome) {
  std::string text = "seed " + std::to_string(seed) +
                     " breaks a promise: " + outcome.broken.value_or("none") +
                     "\nto repeat: loyald-sim --seed " + std::to_string(seed);
  if (mutant != Mutant::none) text += " --mutant " + name_of(mutant);
  text += "\n";
  for (const std::string& event : outcome.last) text += "  " + event + "\n";
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
  }
  return "unknown";
}

std::optional<Mutant> mutant_named(const std::string& name) {
  for (const Mutant mutant : kMutants) {
    if (name_of(mutant) == name) return mutant;
  }
  return std::nullopt;
}

}  // namespace loyald::sim

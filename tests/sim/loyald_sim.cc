// SPDX-License-Identifier: Apache-2.0
// Runs the simulator: one seed, or a search through many.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>

#include "store/base/bytes.h"
#include "tests/sim/simulate.h"

namespace {

using loyald::sim::Mutant;
using loyald::sim::Outcome;

bool run(std::uint64_t seed, Mutant mutant, bool is_loud, std::size_t most_events) {
  const Outcome outcome = loyald::sim::simulate(seed, mutant);
  if (outcome.broken || is_loud) {
    std::cout << loyald::sim::report(seed, mutant, outcome, most_events);
  }
  if (is_loud) std::cout << "trace " << loyald::to_hex(outcome.hash) << "\n";
  return !outcome.broken;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Stores and a head office on disks, clocks and a line that fail, from a seed.");
  std::uint64_t seed = 1;
  std::uint64_t runs = 1;
  std::string mutant_name = "none";
  app.add_option("--seed", seed, "the first one")->capture_default_str();
  app.add_option("--runs", runs, "how many, one after another")->capture_default_str();
  std::string mutants;
  for (const loyald::sim::Mutant mutant : loyald::sim::kMutants) {
    mutants += (mutants.empty() ? "" : ", ") + loyald::sim::name_of(mutant);
  }
  app.add_option("--mutant", mutant_name, "a fault that must be found: " + mutants)
      ->capture_default_str();
  std::size_t events = loyald::sim::kEventsShown;
  app.add_option("--events", events, "how many of the last events to print")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  const auto mutant = loyald::sim::mutant_named(mutant_name);
  if (!mutant) {
    std::cerr << "there is no mutant \"" << mutant_name << "\"\n";
    return 2;
  }
  doctest::Context context;
  context.setAsDefaultForAssertsOutOfTestCases();
  const auto start = std::chrono::steady_clock::now();
  std::uint64_t broken = 0;
  for (std::uint64_t i = 0; i < runs; ++i) {
    if (!run(seed + i, *mutant, runs == 1, events)) ++broken;
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::cout << runs << " runs, " << broken << " broken, " << took.count() << " s\n";
  return broken == 0 ? 0 : 1;
}

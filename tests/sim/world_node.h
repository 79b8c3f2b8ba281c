// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <set>
#include <string>

#include "tests/sim/register.h"
#include "tests/sim/world.h"

namespace loyald::sim {

// Short enough that customers leave within a run.
inline constexpr std::chrono::seconds kSealAfter(30);

// A store with its disk, its till, its clock and what is on its line.
struct World::Node {
  Node(StoreId id, std::uint64_t seed, Random& random)
      : disk("sim-" + std::to_string(id), seed),
        shop("books", id, random, disk.vfs()),
        till(random) {
    shop.seal_after = kSealAfter;
  }
  ~Node() { shop.close(); }

  SimDisk disk;
  testing::Shop shop;
  Register till;
  Progress progress;
  std::chrono::milliseconds clock_error{0};
  std::optional<Agent::Request> in_flight;
  std::uint64_t away = 0;  // nothing goes over its line so many times more
  bool is_closed = false;  // meanwhile nobody is at its till, either
  std::optional<SimDisk::Image> backup;
  bool was_restored = false;
  // Acknowledged, and not in the copy that took the books' place: at head office; nowhere.
  std::set<std::string> at_office;
  std::set<std::string> gone;
  Entries gone_entries;
  // Recorded before such a copy took the books' place, and the register had not heard of it: what
  // it does again there may come to something else, and the first one counts.
  std::set<std::string> unheard;

  bool is_away() const { return away > 0; }
  // What may be missing, or not what was acknowledged.
  std::set<std::string> excused() const {
    std::set<std::string> all = excused_of_all();
    all.insert(at_office.begin(), at_office.end());
    return all;
  }
  // The same once head office, which has forgotten nothing, has said what it has.
  std::set<std::string> excused_of_all() const {
    std::set<std::string> all = gone;
    all.insert(unheard.begin(), unheard.end());
    return all;
  }
};

}  // namespace loyald::sim

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "store/base/hash.h"
#include "store/base/ids.h"
#include "tests/sim/sim_disk.h"

// The power goes at every single write of a store's work, over and over: the work is done once and
// everything that reached the disk is recorded; then each beginning of that record is replayed,
// what no sync had reached is lost, kept or torn, and the books that are left must be those of some
// moment at or after the last acknowledgement. No work is done twice, so very many cuts can be
// tried.
namespace loyald::sim {

// A store's work on its disk.
struct Recording {
  SimDisk::Image begun;                // what was there before
  std::vector<SimDisk::Event> events;  // what was done
  // How the books stood after each commit: the journal's head and sums over the other tables, by
  // what the books say themselves.
  std::vector<std::string> states;
  // Of each event, the last of the states that had been acknowledged before it.
  std::vector<std::size_t> acknowledged;
};

// A register's random operations at a store that also talks to head office.
// `synchronous`: SQLite's, "FULL" or, for a mutant, less.
Recording record_work(std::uint64_t seed, int operations, const std::string& synchronous);

struct Cuts {
  std::uint64_t states = 0;    // disks looked at
  std::uint64_t reopened = 0;  // of those, with the whole store, and a second cut over it
  std::uint64_t lost = 0;      // something acknowledged is missing
  std::uint64_t corrupt = 0;   // SQLite cannot read it, or it is the state of no moment
  std::string first;           // what was wrong first
};

// `tears`: at how many random losses of sectors each event is tried, beside all and nothing.
// Stops at the first that is wrong where `stops`.
Cuts cut_everywhere(const Recording& recording, std::uint64_t seed, int tears, bool stops);

}  // namespace loyald::sim

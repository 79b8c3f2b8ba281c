// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <filesystem>
#include <memory>

#include "tests/bench/storm/audit.h"
#include "tests/bench/storm/night_clock.h"
#include "tests/bench/storm/night_store.h"
#include "tests/daemon/support/head_office_thread.h"
#include "tests/support/temporary_directory.h"

namespace loyald::bench {

// A head office, whose books are on the disk that holds temporary files, and its stores, whose
// books are in memory where the machine has such a place: each would have a disk of its own. Every
// store has opened its journal and has the programme.
class Chain {
 public:
  // Throws sql::Error, and std::runtime_error where head office's books cannot be begun.
  explicit Chain(StoreId stores);

  std::deque<NightStore>& stores() { return stores_; }
  NightClock& clock() { return clock_; }

  // Head office's daemon, for as long as what this returns lives.
  std::unique_ptr<daemon::testing::HeadOfficeThread> serve(std::size_t most_waiting) const;
  // While nobody serves.
  Audit audit() const;

 private:
  void open_journals();

  testing::TemporaryDirectory office_directory_{std::filesystem::temp_directory_path()};
  testing::TemporaryDirectory stores_directory_;
  NightClock clock_;
  daemon::HeadOfficeDaemonSettings settings_;
  std::deque<NightStore> stores_;
};

}  // namespace loyald::bench

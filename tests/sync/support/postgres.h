// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace loyald::testing {

// A server that tests may use: libpq's words for it from LOYALD_TEST_POSTGRES, which
// tests/support/with_postgres sets; empty where there is none.
std::string test_postgres();

// A schema of its own in there, made where it is first asked for, for what a test would keep in the
// file at `path`; empty without a server. One thread.
std::string postgres_for(const std::string& path);

// How many seeds of a test at random to run: there a step costs ten times as much, and the seeds
// look for the same mistakes as on SQLite.
constexpr std::uint64_t kFewerOnPostgres = 5;
inline std::uint64_t seeds_here(std::uint64_t seeds) {
  return test_postgres().empty() ? seeds : seeds / kFewerOnPostgres;
}

}  // namespace loyald::testing

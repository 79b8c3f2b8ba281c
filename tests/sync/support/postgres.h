// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace loyald::testing {

// A server that tests may use: libpq's words for it from LOYALD_TEST_POSTGRES, which
// tests/support/with_postgres sets; empty where there is none.
std::string test_postgres();

// A schema of its own in there, made where it is first asked for, for what a test would keep in the
// file at `path`; empty without a server. One thread.
std::string postgres_for(const std::string& path);

}  // namespace loyald::testing

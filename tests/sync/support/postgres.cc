// SPDX-License-Identifier: Apache-2.0
#include "tests/sync/support/postgres.h"

#include <unistd.h>

#include <cstdlib>
#include <map>

#include "sync/postgres/connection.h"
#include "tests/support/doctest.h"

namespace loyald::testing {

std::string test_postgres() {
  const char* where = std::getenv("LOYALD_TEST_POSTGRES");
  return where != nullptr ? where : "";
}

std::string postgres_for(const std::string& path) {
  static std::map<std::string, std::string> schemas;
  if (test_postgres().empty()) return {};
  std::string& schema = schemas[path];
  if (schema.empty()) {
    schema = "t" + std::to_string(::getpid()) + "_" + std::to_string(schemas.size());
    const auto connection = postgres::Connection::open(test_postgres(), false);
    REQUIRE(connection);
    (*connection)->run_script("CREATE SCHEMA " + schema);
  }
  return test_postgres() + " options='-c search_path=" + schema + "'";
}

}  // namespace loyald::testing

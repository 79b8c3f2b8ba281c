// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/sim_disk.h"

#include "store/sql/statement.h"
#include "store/sqlite/database.h"
#include "tests/support/doctest.h"

namespace loyald::sim {
namespace {

std::int64_t rows_after_cut(SimDisk& disk, std::uint64_t seed) {
  SeededRandom random(seed);
  std::int64_t committed = 0;
  {
    auto database = sqlite::Database::open("file", {disk.vfs(), false, 1});
    REQUIRE(database);
    try {
      (*database)->exec("CREATE TABLE t(x INTEGER PRIMARY KEY) STRICT");
      disk.cut_after(random.below(100) + 1);
      for (;; ++committed) {
        sql::Transaction transaction(**database);
        (*database)->exec("INSERT INTO t DEFAULT VALUES");
        transaction.commit();
      }
    } catch (const sql::Error&) {
      REQUIRE(disk.is_cut());
    }
  }
  disk.power_on();
  auto database = sqlite::Database::open("file", {disk.vfs(), false, 1});
  REQUIRE(database);
  sql::Statement count(**database, "SELECT count(*) FROM t");
  auto row = count.run();
  REQUIRE(row.next());
  return row.int64(0) - committed;
}

}  // namespace

TEST_CASE("a power cut leaves every commit, and at most the one that nobody was told of") {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    CAPTURE(seed);
    SimDisk disk("sim-test", seed);
    const std::int64_t more = rows_after_cut(disk, seed);
    CHECK(more >= 0);
    CHECK(more <= 1);
  }
}

TEST_CASE("a file has after a power cut what was synced, and what came later in part at most") {
  SeededRandom random(1);
  SimFile file;
  file.write(0, std::string(1024, 'a'));
  file.sync();
  file.write(256, std::string(1024, 'b'));
  CHECK(file.bytes().size() == 1280);
  SimFile all = file;
  all.lose(random, 100);
  CHECK(all.bytes() == file.bytes());
  SimFile none = file;
  none.lose(random, 0);
  CHECK(none.bytes() == std::string(1024, 'a'));
  int torn = 0;
  for (int i = 0; i < 100; ++i) {
    SimFile some = file;
    some.lose(random, 50);
    if (some.bytes() != all.bytes() && some.bytes() != none.bytes()) ++torn;
  }
  CHECK(torn > 20);
  file.truncate(100);
  file.lose(random, 0);
  CHECK(file.bytes() == std::string(1024, 'a'));
}

}  // namespace loyald::sim

// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/database.h"

#include "store/sql/migrate.h"
#include "store/sql/remembered.h"
#include "store/sql/statement.h"
#include "tests/support/doctest.h"
#include "tests/support/temporary_directory.h"

using namespace loyald;
using loyald::testing::TemporaryDirectory;

namespace {

std::unique_ptr<sqlite::Database> open(const std::string& path, bool read_only = false) {
  auto database = sqlite::Database::open(path, {"", read_only, 5});
  REQUIRE(database);
  return *std::move(database);
}

std::int64_t number(sql::Database& database, const char* sql) {
  sql::Statement statement(database, sql);
  auto row = statement.run();
  REQUIRE(row.next());
  return row.int64(0);
}

}  // namespace

TEST_CASE("a writing connection is durable, and says so") {
  TemporaryDirectory directory;
  auto database = open(directory.file("d"));
  CHECK(number(*database, "PRAGMA synchronous") == 2);
  CHECK(number(*database, "PRAGMA foreign_keys") == 1);
  CHECK(number(*database, "PRAGMA trusted_schema") == 0);
  CHECK(number(*database, "PRAGMA wal_autocheckpoint") == 0);
  CHECK(number(*database, "PRAGMA application_id") == 5);
}

TEST_CASE("an escaped transaction or savepoint leaves nothing") {
  TemporaryDirectory directory;
  auto database = open(directory.file("d"));
  database->exec("CREATE TABLE t(x INTEGER) STRICT");
  {
    sql::Transaction transaction(*database);
    database->exec("INSERT INTO t VALUES(1)");
  }
  CHECK(number(*database, "SELECT count(*) FROM t") == 0);
  sql::Transaction transaction(*database);
  {
    sql::Savepoint kept(*database);
    database->exec("INSERT INTO t VALUES(2)");
    kept.keep();
  }
  {
    sql::Savepoint dropped(*database);
    database->exec("INSERT INTO t VALUES(3)");
  }
  transaction.commit();
  CHECK(number(*database, "SELECT sum(x) FROM t") == 2);
}

TEST_CASE("what is remembered ends with its transaction, and with whatever is undone") {
  TemporaryDirectory directory;
  auto database = open(directory.file("d"));
  sql::Remembered<int, int> remembered(*database);
  remembered.put(1, 10);
  CHECK(remembered.find(1) == nullptr);
  {
    sql::Transaction transaction(*database);
    remembered.put(1, 11);
    REQUIRE(remembered.find(1) != nullptr);
    CHECK(*remembered.find(1) == 11);
    {
      sql::Savepoint kept(*database);
      remembered.put(2, 20);
      kept.keep();
    }
    CHECK(remembered.find(2) != nullptr);
    {
      sql::Savepoint undone(*database);
      remembered.put(3, 30);
    }
    for (const int key : {1, 2, 3}) CHECK(remembered.find(key) == nullptr);
    remembered.put(1, 12);
    transaction.commit();
  }
  CHECK(remembered.find(1) == nullptr);
  sql::Transaction next(*database);
  CHECK(remembered.find(1) == nullptr);
}

TEST_CASE("what is read ahead is asked for once, and counts as nothing until it is read") {
  TemporaryDirectory directory;
  auto database = open(directory.file("d"));
  sql::Remembered<int, int> remembered(*database);
  sql::Transaction transaction(*database);
  remembered.put(2, 20);
  CHECK(remembered.begin_to_read(std::vector{3, 1, 2, 3, 1}) == std::vector{1, 3});
  REQUIRE(remembered.find(3) != nullptr);
  CHECK(*remembered.find(3) == 0);
  CHECK(*remembered.find(2) == 20);
  CHECK(remembered.begin_to_read(std::vector{1, 2, 3}).empty());
}

TEST_CASE("statements carry zero bytes, empty texts and nothing") {
  TemporaryDirectory directory;
  auto database = open(directory.file("d"));
  database->exec("CREATE TABLE t(a TEXT, b BLOB, c INTEGER) STRICT");
  const std::string bytes("a\0b", 3);
  sql::Statement(*database, "INSERT INTO t VALUES(?1, ?2, ?3)")
      .execute(std::string_view(), sql::Blob{bytes}, std::optional<std::int64_t>());
  sql::Statement read(*database, "SELECT a, b, c FROM t");
  auto row = read.run();
  REQUIRE(row.next());
  CHECK(row.text(0).empty());
  CHECK(!row.is_null(0));
  CHECK(row.blob(1) == bytes);
  CHECK(row.is_null(2));
}

TEST_CASE("a checkpoint empties the WAL, and its size is known before") {
  TemporaryDirectory directory;
  auto database = open(directory.file("d"));
  database->exec("CREATE TABLE t(x BLOB) STRICT");
  database->exec("INSERT INTO t VALUES(zeroblob(100000))");
  CHECK(database->wal_bytes() > 100'000);
  CHECK(database->checkpoint());
  CHECK(database->wal_bytes() == 0);
  CHECK(std::filesystem::file_size(directory.file("d-wal")) == 0);
}

TEST_CASE("a reader sees what is committed, and may not write") {
  TemporaryDirectory directory;
  auto writer = open(directory.file("d"));
  writer->exec("CREATE TABLE t(x INTEGER) STRICT");
  auto reader = open(directory.file("d"), true);
  sql::Transaction transaction(*writer);
  writer->exec("INSERT INTO t VALUES(1)");
  CHECK(number(*reader, "SELECT count(*) FROM t") == 0);
  transaction.commit();
  CHECK(number(*reader, "SELECT count(*) FROM t") == 1);
  CHECK_THROWS_AS(reader->exec("INSERT INTO t VALUES(2)"), sql::Error);
}

TEST_CASE("a full disk is told apart from a broken one") {
  TemporaryDirectory directory;
  auto database = open(directory.file("d"));
  database->exec("CREATE TABLE t(x BLOB) STRICT");
  database->exec("PRAGMA max_page_count=10");
  try {
    sql::Transaction transaction(*database);
    database->exec("INSERT INTO t VALUES(zeroblob(1000000))");
    FAIL("the disk was not full");
  } catch (const sql::Error& error) {
    CHECK(error.is_disk_full());
    CHECK(!error.is_fatal());
  }
  database->exec("PRAGMA max_page_count=100000");
  database->exec("INSERT INTO t VALUES(zeroblob(1000000))");
  CHECK(number(*database, "SELECT count(*) FROM t") == 1);
}

TEST_CASE("migrations run once each, whole, and a newer schema is refused") {
  TemporaryDirectory directory;
  const std::vector<sql::Migration> one{{1, "CREATE TABLE a(x INTEGER) STRICT"}};
  const std::vector<sql::Migration> broken{
      {1, one[0].sql}, {2, "CREATE TABLE b(x INTEGER) STRICT; CREATE TABLE a(y INTEGER) STRICT"}};
  const std::vector<sql::Migration> two{{1, one[0].sql}, {2, "CREATE TABLE b(x INTEGER) STRICT"}};
  auto database = open(directory.file("d"));
  REQUIRE(sql::migrate(*database, one));
  REQUIRE(sql::migrate(*database, one));
  CHECK_THROWS_AS((void)sql::migrate(*database, broken), sql::Error);
  CHECK(database->schema_version() == 1);
  CHECK(number(*database, "SELECT count(*) FROM sqlite_schema WHERE name = 'b'") == 0);
  CHECK(sql::require_version(*database, two).error().hint.find("start the daemon") == 0);
  REQUIRE(sql::migrate(*database, two));
  CHECK(database->schema_version() == 2);
  CHECK(sql::migrate(*database, one).error().message.find("schema 2") != std::string::npos);
}

TEST_CASE("what is not a database is refused") {
  TemporaryDirectory directory;
  {
    std::FILE* file = std::fopen(directory.file("d").c_str(), "w");
    REQUIRE(file != nullptr);
    for (int i = 0; i < 5000; ++i) std::fputs("not a database. ", file);
    std::fclose(file);
  }
  const auto opened = sqlite::Database::open(directory.file("d"), {"", false, 5});
  REQUIRE(!opened);
  CHECK(opened.error().code == Errc::data_loss);
  const auto missing = sqlite::Database::open(directory.file("e"), {"", true, 5});
  REQUIRE(!missing);
  CHECK(missing.error().code == Errc::not_found);
}

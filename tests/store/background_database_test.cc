// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/background_database.h"

#include <doctest/doctest.h>

#include "store/sql/statement.h"
#include "tests/support/temporary_directory.h"

namespace loyald {
namespace {

struct Books {
  testing::TemporaryDirectory directory;
  std::unique_ptr<sql::Database> database = open();

  std::unique_ptr<sql::Database> open() const {
    return std::make_unique<sqlite::BackgroundDatabase>(
        sqlite::Database::open(directory.file("d"), {"", false, 0}).value());
  }
  Books() { database->exec("CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT) STRICT"); }
  std::int64_t count() const {
    sql::Statement statement(*database, "SELECT count(*) FROM t");
    auto row = statement.run();
    REQUIRE(row.next());
    return row.int64(0);
  }
};

TEST_CASE("all of a transaction is there, however much waits, and what was bound may be gone") {
  constexpr std::int64_t kRows = 20 * sqlite::BackgroundDatabase::kMostWaiting;
  Books books;
  {
    sql::Statement put(*books.database, "INSERT INTO t VALUES(?1, ?2)");
    sql::Transaction transaction(*books.database);
    for (std::int64_t i = 0; i < kRows; ++i) put.execute(i, "row " + std::to_string(i));
    CHECK(books.count() == kRows);
    transaction.commit();
  }
  books.database.reset();
  books.database = books.open();
  sql::Statement read(*books.database, "SELECT a, b FROM t ORDER BY a");
  auto row = read.run();
  for (std::int64_t i = 0; i < kRows; ++i) {
    REQUIRE(row.next());
    REQUIRE(row.text(1) == "row " + std::to_string(i));
  }
}

TEST_CASE(
    "what went wrong is thrown by what is asked next, nothing behind it runs, and it is over") {
  Books books;
  sql::Statement put(*books.database, "INSERT INTO t VALUES(?1, NULL)");
  {
    sql::Transaction transaction(*books.database);
    put.execute(1);
    const auto twice_and_on = [&] {
      put.execute(1);
      put.execute(2);
      transaction.commit();
    };
    CHECK_THROWS_AS(twice_and_on(), sql::Error);
    CHECK(books.count() == 1);
  }
  CHECK(books.count() == 0);
  {
    sql::Transaction transaction(*books.database);
    put.execute(3);
    transaction.commit();
  }
  CHECK(books.count() == 1);
}

TEST_CASE("an operation that failed takes its failure along") {
  Books books;
  sql::Statement put(*books.database, "INSERT INTO t VALUES(?1, NULL)");
  sql::Transaction transaction(*books.database);
  put.execute(1);
  {
    sql::Savepoint operation(*books.database);
    put.execute(1);
  }
  put.execute(2);
  transaction.commit();
  CHECK(books.count() == 2);
}

TEST_CASE("outside a transaction a statement has run when it returns") {
  Books books;
  sql::Statement put(*books.database, "INSERT INTO t VALUES(?1, NULL)");
  put.execute(1);
  CHECK_THROWS_AS(put.execute(1), sql::Error);
  const auto other = sqlite::Database::open(books.directory.file("d"), {"", true, 0}).value();
  sql::Statement read(*other, "SELECT a FROM t");
  auto row = read.run();
  CHECK(row.next());
}

}  // namespace
}  // namespace loyald

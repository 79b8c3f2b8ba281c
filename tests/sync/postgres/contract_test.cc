// SPDX-License-Identifier: Apache-2.0
// What head office rests on, of every engine: the same cases on SQLite and, beside a server, on
// PostgreSQL.
#include <functional>
#include <map>
#include <set>
#include <thread>

#include "store/base/random.h"
#include "store/sql/batch.h"
#include "store/sql/many.h"
#include "store/sql/migrate.h"
#include "store/sql/owed_rows.h"
#include "store/sql/statement.h"
#include "store/sqlite/database.h"
#include "sync/postgres/database.h"
#include "tests/support/doctest.h"
#include "tests/support/temporary_directory.h"
#include "tests/sync/support/postgres.h"

namespace loyald {
namespace {

class Engine {
 public:
  virtual ~Engine() = default;
  virtual std::unique_ptr<sql::Database> open(bool read_only = false) = 0;
};

class SqliteEngine : public Engine {
 public:
  std::unique_ptr<sql::Database> open(bool read_only) override {
    auto opened = sqlite::Database::open(directory_.file("d"), {"", read_only, 0});
    REQUIRE(opened);
    return *std::move(opened);
  }

 private:
  testing::TemporaryDirectory directory_;
};

class PostgresEngine : public Engine {
 public:
  std::unique_ptr<sql::Database> open(bool read_only) override {
    auto opened = postgres::Database::open(where_, {read_only});
    REQUIRE_MESSAGE(opened, (opened ? "" : opened.error().message));
    return *std::move(opened);
  }
  const std::string& where() const { return where_; }

 private:
  testing::TemporaryDirectory directory_;
  std::string where_ = testing::postgres_for(directory_.file("d"));
};

void on_every_engine(const std::function<void(Engine&)>& check) {
  SUBCASE("SQLite") {
    SqliteEngine engine;
    check(engine);
  }
  SUBCASE("PostgreSQL") {
    if (testing::test_postgres().empty()) return;
    PostgresEngine engine;
    check(engine);
  }
}

std::int64_t number(sql::Database& database, const char* sql) {
  sql::Statement statement(database, sql);
  auto row = statement.run();
  REQUIRE(row.next());
  return row.int64(0);
}

constexpr const char* kTable =
    "CREATE TABLE t(a INTEGER NOT NULL PRIMARY KEY, b TEXT, c BLOB) STRICT, WITHOUT ROWID";

}  // namespace

TEST_CASE("integers of 64 bits, texts, blobs and nothing come back as they went in") {
  on_every_engine([](Engine& engine) {
    const auto database = engine.open();
    database->exec(kTable);
    sql::Statement put(*database, "INSERT INTO t VALUES(?1, ?2, ?3)");
    const std::string bytes("\0\xff'\\x\0", 6);
    put.execute(INT64_MAX, "Größe", sql::Blob{bytes});
    put.execute(INT64_MIN, std::string_view(), sql::Blob{});
    put.execute(-1, std::optional<std::string_view>(), std::optional<sql::Blob>());
    sql::Statement read(*database, "SELECT a, b, c FROM t ORDER BY a");
    auto row = read.run();
    REQUIRE(row.next());
    CHECK(row.int64(0) == INT64_MIN);
    CHECK(row.text(1).empty());
    CHECK_FALSE(row.is_null(1));
    CHECK(row.blob(2).empty());
    CHECK_FALSE(row.is_null(2));
    REQUIRE(row.next());
    CHECK(row.is_null(1));
    CHECK(row.is_null(2));
    REQUIRE(row.next());
    CHECK(row.int64(0) == INT64_MAX);
    CHECK(row.text(1) == "Größe");
    CHECK(row.blob(2) == bytes);
    CHECK_FALSE(row.next());
  });
}

TEST_CASE("texts and blobs are ordered by their bytes") {
  on_every_engine([](Engine& engine) {
    const auto database = engine.open();
    database->exec(kTable);
    sql::Statement put(*database, "INSERT INTO t VALUES(?1, ?2, ?3)");
    const std::vector<std::string> sorted{"", "A", "Z", "a", "a b", "ab", "z", "ä"};
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      put.execute(std::uint64_t{(i * 5) % sorted.size()}, sorted[(i * 5) % sorted.size()],
                  sql::Blob{sorted[(i * 5) % sorted.size()]});
    }
    for (const char* order : {"SELECT b FROM t ORDER BY b", "SELECT c FROM t ORDER BY c"}) {
      sql::Statement read(*database, order);
      auto row = read.run();
      for (const std::string& each : sorted) {
        REQUIRE(row.next());
        CHECK(row.blob(0) == each);
      }
    }
  });
}

TEST_CASE("what a transaction, or one operation in it, leaves behind") {
  on_every_engine([](Engine& engine) {
    const auto database = engine.open();
    database->exec(kTable);
    sql::Statement put(*database, "INSERT INTO t VALUES(?1, NULL, NULL)");
    {
      sql::Transaction escaped(*database);
      put.execute(1);
      CHECK(number(*database, "SELECT count(*) FROM t") == 1);
    }
    CHECK(number(*database, "SELECT count(*) FROM t") == 0);
    sql::Batch batch(*database);
    CHECK(batch.run([&]() -> Result<int> {
      put.execute(2);
      return 2;
    }));
    CHECK_FALSE(batch.run([&]() -> Result<int> {
      put.execute(3);
      return fail(Errc::internal, "undone");
    }));
    batch.commit();
    CHECK(number(*engine.open(true), "SELECT CAST(sum(a) AS BIGINT) FROM t") == 2);
  });
}

TEST_CASE("a statement that breaks a rule loses its transaction, and no other") {
  on_every_engine([](Engine& engine) {
    const auto database = engine.open();
    database->exec(kTable);
    sql::Statement put(*database, "INSERT INTO t VALUES(?1, NULL, NULL)");
    sql::Statement read(*database, "SELECT count(*) FROM t");
    put.execute(1);
    CHECK_THROWS_AS(
        [&] {
          sql::Transaction transaction(*database);
          put.execute(2);
          put.execute(1);
          transaction.commit();
        }(),
        sql::Error);
    CHECK_FALSE(database->in_transaction());
    sql::Transaction transaction(*database);
    put.execute(3);
    {
      auto row = read.run();
      REQUIRE(row.next());
      CHECK(row.int64(0) == 2);
    }
    transaction.commit();
  });
}

TEST_CASE("a writer's rows are seen when it has committed, and a snapshot stays as it is") {
  on_every_engine([](Engine& engine) {
    const auto writer = engine.open();
    writer->exec(kTable);
    sql::Statement put(*writer, "INSERT INTO t VALUES(?1, NULL, NULL)");
    const auto reader = engine.open(true);
    sql::Transaction transaction(*writer);
    put.execute(1);
    CHECK(number(*writer, "SELECT count(*) FROM t") == 1);
    CHECK(number(*reader, "SELECT count(*) FROM t") == 0);
    {
      const sql::Snapshot snapshot(*reader);
      CHECK(number(*reader, "SELECT count(*) FROM t") == 0);
      transaction.commit();
      CHECK(number(*reader, "SELECT count(*) FROM t") == 0);
    }
    CHECK(number(*reader, "SELECT count(*) FROM t") == 1);
    sql::Statement refused(*reader, "INSERT INTO t VALUES(?1, NULL, NULL)");
    CHECK_THROWS_AS(refused.execute(2), sql::Error);
  });
}

TEST_CASE("rows of one statement may be read while others run") {
  on_every_engine([](Engine& engine) {
    const auto database = engine.open();
    database->exec(kTable);
    sql::Statement put(*database, "INSERT INTO t VALUES(?1, NULL, NULL)");
    sql::Transaction transaction(*database);
    for (int i = 0; i < 1000; ++i) put.execute(i);
    sql::Statement all(*database, "SELECT a FROM t ORDER BY a");
    sql::Statement one(*database, "SELECT b FROM t WHERE a = ?1");
    database->exec("CREATE TABLE u(a INTEGER NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID");
    sql::Statement note(*database, "INSERT INTO u VALUES(?1)");
    auto row = all.run();
    std::int64_t expected = 0;
    for (; row.next(); ++expected) {
      CHECK(row.int64(0) == expected);
      auto found = one.run(row.int64(0));
      CHECK(found.next());
      note.execute(row.int64(0));
    }
    CHECK(expected == 1000);
    CHECK(number(*database, "SELECT count(*) FROM u") == 1000);
  });
}

TEST_CASE("migrations run once each, and whole") {
  on_every_engine([](Engine& engine) {
    const std::vector<sql::Migration> one{{1, "CREATE TABLE a(x INTEGER) STRICT"}};
    const std::vector<sql::Migration> broken{
        {1, one[0].sql}, {2, "CREATE TABLE b(x INTEGER) STRICT; CREATE TABLE a(y INTEGER) STRICT"}};
    const std::vector<sql::Migration> two{{1, one[0].sql}, {2, "CREATE TABLE b(x INTEGER) STRICT"}};
    const auto database = engine.open();
    REQUIRE(sql::migrate(*database, one));
    REQUIRE(sql::migrate(*database, one));
    CHECK_THROWS_AS((void)sql::migrate(*database, broken), sql::Error);
    CHECK(database->schema_version() == 1);
    CHECK_THROWS_AS(
        [&] {
          sql::Statement gone(*database, "SELECT count(*) FROM b");
          gone.run().next();
        }(),
        sql::Error);
    CHECK_FALSE(sql::require_version(*engine.open(true), two));
    REQUIRE(sql::migrate(*database, two));
    CHECK(sql::require_version(*engine.open(true), two));
    CHECK_FALSE(sql::migrate(*database, one));
  });
}

TEST_CASE("PostgreSQL: a zero byte in a text is shown by its sign, and found by it") {
  if (testing::test_postgres().empty()) return;
  PostgresEngine engine;
  const auto database = engine.open(false);
  database->exec(kTable);
  const std::string_view text("a\0b", 3);
  sql::Statement(*database, "INSERT INTO t VALUES(?1, ?2, NULL)").execute(1, text);
  sql::Statement read(*database, "SELECT b FROM t WHERE b = ?1");
  auto row = read.run(text);
  REQUIRE(row.next());
  CHECK(row.text(0) == "a\u2400b");
}

TEST_CASE("PostgreSQL: writers take turns, and see what those before them wrote") {
  if (testing::test_postgres().empty()) return;
  PostgresEngine engine;
  const auto first = engine.open(false);
  first->exec(kTable);
  first->exec("INSERT INTO t VALUES(1, '0', NULL)");
  constexpr int kRounds = 200;
  const auto add = [&] {
    const auto database = engine.open(false);
    sql::Statement read(*database, "SELECT a FROM t");
    sql::Statement write(*database, "UPDATE t SET a = ?1");
    for (int i = 0; i < kRounds; ++i) {
      sql::Transaction transaction(*database);
      std::int64_t value = 0;
      {
        auto row = read.run();
        if (row.next()) value = row.int64(0);
      }
      write.execute(value + 1);
      transaction.commit();
    }
  };
  std::thread beside(add);
  add();
  beside.join();
  CHECK(number(*first, "SELECT a FROM t") == 1 + 2 * kRounds);
}

TEST_CASE("PostgreSQL: a connection that was cut is made anew, and what it had begun is undone") {
  if (testing::test_postgres().empty()) return;
  PostgresEngine engine;
  const auto database = engine.open(false);
  const auto other = engine.open(false);
  database->exec(kTable);
  sql::Statement put(*database, "INSERT INTO t VALUES(?1, NULL, NULL)");
  put.execute(1);
  const auto cut = [&] {
    sql::Statement(*other,
                   "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                   "WHERE pid <> pg_backend_pid() AND application_name = 'loyald-headoffice'")
        .execute();
  };
  bool may_try_again = false;
  try {
    sql::Transaction transaction(*database);
    put.execute(2);
    CHECK(number(*database, "SELECT count(*) FROM t") == 2);
    cut();
    put.execute(3);
    transaction.commit();
  } catch (const sql::Error& error) {
    may_try_again = error.may_try_again();
  }
  CHECK(may_try_again);
  sql::Transaction transaction(*database);
  put.execute(4);
  transaction.commit();
  CHECK(number(*other, "SELECT CAST(sum(a) AS BIGINT) FROM t") == 5);
}

namespace {

using Rows = std::map<std::string, std::int64_t>;
using Owed = sql::OwedRows<std::tuple<std::string>, std::tuple<std::int64_t>>;

Rows rows_in(sql::Database& database) {
  Rows rows;
  sql::Statement read(database, "SELECT name, amount FROM owed");
  auto row = read.run();
  while (row.next()) rows[std::string(row.text(0))] = row.int64(1);
  return rows;
}

// Puts and removes rows; `rows` says what comes of it.
void change_some(Owed& owed, Rows& rows, Random& random) {
  const std::uint64_t changes = random.below(400);
  for (std::uint64_t i = 0; i < changes; ++i) {
    const std::string name = "n" + std::to_string(random.below(600));
    if (random.below(3) == 0) {
      owed.remove({name});
      rows.erase(name);
    } else {
      rows[name] = static_cast<std::int64_t>(random.below(1'000));
      owed.put({name}, {rows[name]});
    }
  }
}

}  // namespace

TEST_CASE("rows that are owed are there whenever somebody looks, and gone with what is undone") {
  on_every_engine([](Engine& engine) {
    const auto database = engine.open();
    database->exec("CREATE TABLE owed(name TEXT NOT NULL PRIMARY KEY, amount INTEGER) STRICT");
    Owed owed(*database, {"owed", {"name"}, {"amount"}, {}});
    SeededRandom random(7);
    Rows committed;
    for (int round = 0; round < 30; ++round) {
      CAPTURE(round);
      Rows rows = committed;
      {
        sql::Transaction transaction(*database);
        change_some(owed, rows, random);
        {
          sql::Savepoint operation(*database);
          Rows within = rows;
          change_some(owed, within, random);
          if (random.below(2) == 0) CHECK(rows_in(*database) == within);
          if (random.below(2) == 0) {
            operation.keep();
            rows = within;
          }
        }
        if (random.below(2) == 0) CHECK(rows_in(*database) == rows);
        change_some(owed, rows, random);
        if (random.below(3) != 0) {
          transaction.commit();
          committed = rows;
        }
      }
      CHECK(rows_in(*database) == committed);
    }
  });
}

TEST_CASE("owed rows: outside a transaction, sums, and texts that the engine keeps otherwise") {
  on_every_engine([](Engine& engine) {
    const auto database = engine.open();
    database->exec("CREATE TABLE owed(name TEXT NOT NULL PRIMARY KEY, amount INTEGER) STRICT");
    Owed sums(
        *database,
        {"owed", {"name"}, {"amount"}, "DO UPDATE SET amount = owed.amount + excluded.amount"});
    const auto add = [&](const std::string& name) {
      sums.change({name}, [](auto& row) { ++std::get<0>(row); });
    };
    add("a");
    CHECK(rows_in(*database) == Rows{{"a", 1}});
    const std::string with_zero("z\0z", 3);
    sql::Transaction transaction(*database);
    for (int i = 0; i < 3; ++i) add("a");
    add(with_zero);
    // As PostgreSQL shows the one before.
    add("z\xE2\x90\x80z");
    CHECK(rows_in(*database).at("a") == 4);
    transaction.commit();
    std::int64_t all = 0;
    for (const auto& [name, amount] : rows_in(*database)) all += amount;
    CHECK(all == 6);
  });
}

TEST_CASE("a statement for many keys runs for each of them once") {
  on_every_engine([](Engine& engine) {
    const auto database = engine.open();
    database->exec("CREATE TABLE owed(name TEXT NOT NULL PRIMARY KEY, amount INTEGER) STRICT");
    Owed owed(*database, {"owed", {"name"}, {"amount"}, {}});
    sql::Many read(*database, {"SELECT name, amount + ?1 FROM owed WHERE name IN (", "?", ")", 1});
    sql::Many add(*database, {"UPDATE owed SET amount = amount + ?1 WHERE name IN (", "?", ")", 1});
    for (const std::size_t count : {0u, 1u, 2u, 5u, 63u, 64u, 65u, 300u, 777u}) {
      CAPTURE(count);
      sql::Transaction transaction(*database);
      std::set<std::string> names;
      for (std::size_t i = 0; i < count; ++i) names.insert("n" + std::to_string(i));
      for (const std::string& name : names) owed.put({name}, {1});
      add.execute(names, sql::bind_key, 10);
      std::map<std::string, int> seen;
      read.read(
          names, sql::bind_key,
          [&](const sql::Statement::Rows& row) {
            ++seen[std::string(row.text(0))];
            CHECK(row.int64(1) == 111);
          },
          100);
      CHECK(seen.size() == count);
      for (const auto& [name, times] : seen) CHECK(times == 1);
    }
  });
}

}  // namespace loyald

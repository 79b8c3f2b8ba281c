// SPDX-License-Identifier: Apache-2.0
#include "sync/postgres/database.h"

#include "store/base/check.h"
#include "store/sql/statement.h"
#include "sync/postgres/dialect.h"
#include "sync/postgres/error.h"
#include "sync/postgres/statement.h"

namespace loyald::postgres {
namespace {

constexpr const char* kMakeSchemaRow =
    "CREATE TABLE IF NOT EXISTS loyald_schema(id BIGINT PRIMARY KEY, version BIGINT NOT NULL); "
    "INSERT INTO loyald_schema VALUES(1, 0) ON CONFLICT DO NOTHING";
constexpr const char* kTakeTurn = "SELECT version FROM loyald_schema WHERE id = 1 FOR UPDATE";

// Two processes that make the table at the same time: one of them is told so.
void make_schema_row(Connection& connection) {
  constexpr int kTries = 3;
  for (int left = kTries; left > 0; --left) {
    try {
      return connection.run_script(kMakeSchemaRow);
    } catch (const sql::Error&) {
      if (left == 1 || connection.is_lost()) throw;
    }
  }
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(std::string where, const Options& options) {
  std::unique_ptr<Database> database(new Database(std::move(where), options));
  LOYALD_TRY(database->connect());
  try {
    if (options.read_only) {
      database->connection_->send("SELECT to_regclass('loyald_schema')");
      const Rows found = database->connection_->fetch();
      if (PQgetisnull(found.get(), 0, 0) == 0) return database;
      return fail(Errc::not_found, "PostgreSQL holds no books of Loyald there",
                  "check the key database of the configuration; head office makes them when it "
                  "first starts");
    }
    make_schema_row(*database->connection_);
  } catch (const sql::Error& error) {
    return fail(Errc::failed_precondition,
                std::string("cannot use this database of PostgreSQL: ") + error.what(),
                "give Loyald's user a database, or a schema, of its own");
  }
  return database;
}

Result<void> Database::connect() {
  LOYALD_ASSIGN(connection_, Connection::open(where_, options_.read_only));
  ++connection_number_;
  return {};
}

Connection& Database::connection() {
  // Within a transaction, what a new connection would say could not be of it.
  if (connection_->is_lost() && !in_transaction_) {
    const auto connected = connect();
    if (!connected) throw lost_error(connected.error().message);
  }
  return *connection_;
}

std::unique_ptr<sql::Prepared> Database::prepare(std::string_view sql) {
  return std::make_unique<Statement>(*this, in_dialect(sql));
}

void Database::exec(const char* sql) { connection().run_script(in_dialect(sql)); }

void Database::begin(Mode mode) {
  CHECK(!in_transaction_);
  next_moment();
  Connection& connection = this->connection();
  if (mode == Mode::read) {
    connection.send("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  } else {
    connection.send("BEGIN ISOLATION LEVEL READ COMMITTED");
    connection.send(kTakeTurn);
  }
  in_transaction_ = true;
}

void Database::commit() {
  Connection& connection = this->connection();
  static_cast<void>(connection.fetch());
  try {
    connection.send("COMMIT");
    static_cast<void>(connection.fetch());
  } catch (const sql::Error& error) {
    if (!connection.is_lost()) throw;
    throw sql::Error(sql::Error::Kind::other, error.code(),
                     "PostgreSQL was lost before it said whether it had committed");
  }
  in_transaction_ = false;
}

void Database::roll_back() noexcept {
  if (!in_transaction_) return;
  in_transaction_ = false;
  try {
    if (connection_->is_lost()) return;
    // What is on its way may still fail, and then would keep ROLLBACK from being run.
    try {
      static_cast<void>(connection_->fetch());
    } catch (const sql::Error&) {
    }
    connection_->send("ROLLBACK");
    static_cast<void>(connection_->fetch());
  } catch (const sql::Error&) {
    // The server undoes what a lost connection had begun.
  }
}

void Database::set_savepoint() { connection().send("SAVEPOINT operation"); }

void Database::keep_savepoint() { connection().send("RELEASE operation"); }

void Database::undo_savepoint() noexcept {
  next_moment();
  try {
    connection_->send("ROLLBACK TO operation");
    connection_->send("RELEASE operation");
  } catch (const sql::Error&) {
    // The connection is gone, and the transaction with it: whatever comes next says so.
  }
}

std::string Database::kept(std::string text) {
  return text.find('\0') == std::string::npos ? text : without_zeros(text);
}

std::int64_t Database::schema_version() {
  sql::Statement read(*this, "SELECT version FROM loyald_schema WHERE id = 1");
  auto row = read.run();
  return row.next() ? row.int64(0) : 0;
}

void Database::set_schema_version(std::int64_t version) {
  sql::Statement(*this, "UPDATE loyald_schema SET version = ?1 WHERE id = 1").execute(version);
}

}  // namespace loyald::postgres

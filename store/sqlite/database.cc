// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/database.h"

#include <sqlite3.h>

#include "store/base/check.h"
#include "store/sql/statement.h"
#include "store/sqlite/error.h"
#include "store/sqlite/statement.h"

namespace loyald::sqlite {
namespace {

// Readers and writers of one file share the PC with a checkpoint that may take this long.
constexpr int kBusyTimeoutMs = 5000;
// What is left of the WAL file after a checkpoint, so that commits overwrite and need not grow it.
constexpr const char* kKeepWal = "PRAGMA journal_size_limit=4194304";

std::string text_of(sql::Database& database, const char* sql) {
  sql::Statement statement(database, sql);
  auto row = statement.run();
  CHECK(row.next());
  return std::string(row.text(0));
}

int remember_wal_size(void* bytes, sqlite3*, const char*, int pages) {
  constexpr std::int64_t kFrameBytes = 4096 + 24;
  *static_cast<std::int64_t*>(bytes) = pages * kFrameBytes;
  return SQLITE_OK;
}

Errc code_for_open(const sql::Error& error) {
  if (error.is_disk_full()) return Errc::resource_exhausted;
  return error.is_damaged() ? Errc::data_loss : Errc::unavailable;
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::string& path, const Options& options) {
  sqlite3* handle = nullptr;
  const int flags =
      options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_NOMUTEX,
                                   options.vfs.empty() ? nullptr : options.vfs.c_str());
  std::unique_ptr<Database> database(new Database(handle));
  if (code != SQLITE_OK) {
    return fail(options.read_only ? Errc::not_found : Errc::unavailable,
                "cannot open " + path + ": " + sqlite3_errmsg(handle),
                "check that the directory exists and that this user may write there");
  }
  try {
    LOYALD_TRY(database->configure(options));
  } catch (const sql::Error& error) {
    return fail(code_for_open(error), "cannot open " + path + ": " + error.what());
  }
  return database;
}

Result<void> Database::configure(const Options& options) {
  sqlite3_extended_result_codes(handle_, 1);
  sqlite3_busy_timeout(handle_, kBusyTimeoutMs);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  exec("PRAGMA trusted_schema=OFF");
  exec("PRAGMA foreign_keys=ON");
  exec("PRAGMA cell_size_check=ON");
  exec("PRAGMA mmap_size=0");
  exec("PRAGMA cache_size=-65536");
  // What a statement of many rows needs to undo a part of itself would go through files.
  exec("PRAGMA temp_store=MEMORY");

  sql::Statement read_id(*this, "PRAGMA application_id");
  auto row = read_id.run();
  CHECK(row.next());
  const std::int64_t id = row.int64(0);
  row.reset();
  const bool is_new = id == 0 && schema_version() == 0;
  if (id != options.application_id && !(is_new && !options.read_only)) {
    return fail(Errc::failed_precondition, "this database belongs to another program",
                "give Loyald a state directory of its own");
  }
  if (options.read_only) return {};

  if (text_of(*this, "PRAGMA journal_mode=WAL") != "wal") {
    return fail(Errc::failed_precondition, "the file system does not support write-ahead logging",
                "put the state directory on a local disk");
  }
  exec("PRAGMA synchronous=FULL");
  CHECK(text_of(*this, "PRAGMA synchronous") == "2");
  exec("PRAGMA wal_autocheckpoint=0");
  exec(kKeepWal);
  sqlite3_wal_hook(handle_, &remember_wal_size, &wal_bytes_);
  if (!checkpoint()) {
    return fail(Errc::unavailable, "another program is reading the database",
                "close it, then start again");
  }
  if (is_new) exec(("PRAGMA application_id=" + std::to_string(options.application_id)).c_str());
  return {};
}

Database::~Database() {
  // Statements must be gone by now; a connection that stays open would be a leak of locks.
  CHECK(sqlite3_close(handle_) == SQLITE_OK);
}

void Database::exec(const char* sql) {
  const int code = sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) throw error_of(code, sqlite3_errmsg(handle_));
}

bool Database::checkpoint() {
  // A reader in the way must not hold up whoever waits to write.
  sqlite3_busy_timeout(handle_, 0);
  const int code =
      sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  sqlite3_busy_timeout(handle_, kBusyTimeoutMs);
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED) return false;
  if (code != SQLITE_OK) throw error_of(code, sqlite3_errmsg(handle_));
  wal_bytes_ = 0;
  return true;
}

std::int64_t Database::schema_version() {
  sql::Statement statement(*this, "PRAGMA user_version");
  auto row = statement.run();
  CHECK(row.next());
  return row.int64(0);
}

bool Database::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

void Database::set_schema_version(std::int64_t version) {
  exec(("PRAGMA user_version=" + std::to_string(version)).c_str());
}

std::unique_ptr<sql::Prepared> Database::prepare(std::string_view sql) {
  return std::make_unique<Statement>(handle_, sql);
}

void Database::begin(Mode mode) {
  next_moment();
  exec(mode == Mode::write ? "BEGIN IMMEDIATE" : "BEGIN");
}

void Database::commit() { exec("COMMIT"); }

void Database::roll_back() noexcept {
  // SQLite has rolled back by itself after some errors.
  if (in_transaction()) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

void Database::set_savepoint() { exec("SAVEPOINT operation"); }

void Database::keep_savepoint() { exec("RELEASE operation"); }

void Database::undo_savepoint() noexcept {
  next_moment();
  if (!in_transaction()) return;
  sqlite3_exec(handle_, "ROLLBACK TO operation; RELEASE operation", nullptr, nullptr, nullptr);
}

}  // namespace loyald::sqlite

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "store/base/result.h"
#include "store/sqlite/error.h"

struct sqlite3;

namespace loyald::sqlite {

// One connection. Belongs to one thread at a time; statements and transactions made from it must
// not outlive it.
//
// A writing connection is opened with journal_mode=WAL and synchronous=FULL (read back and refused
// otherwise), and checkpointed and truncated before open() returns: after a kill, a restart can
// read WAL frames that no sync has reached yet, and that a later power cut removes; nothing may be
// answered or sent that rests on them. There must be one writing connection per file, and it alone
// checkpoints (SQLite before 3.51.3 can corrupt a WAL that two connections write or checkpoint).
class Database {
 public:
  struct Options {
    std::string vfs;         // name of a registered SQLite VFS; empty = the default one
    bool read_only = false;  // sees only what is committed; the file must exist
    // A new file is given this application_id; another one in an existing file is refused.
    int application_id = 0;
  };

  // Errors: not_found (read_only and no such file), failed_precondition (somebody else's file),
  // data_loss (not a database), unavailable (cannot open).
  static Result<std::unique_ptr<Database>> open(const std::string& path, const Options& options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Runs statements that return no rows of interest. Throws Error.
  void exec(const char* sql);

  // Moves the WAL into the database file and empties it. False where a reader was in the way; then
  // try again later. Throws Error.
  bool checkpoint();
  // Bytes the WAL has grown to since the last checkpoint() that succeeded.
  std::int64_t wal_bytes() const { return wal_bytes_; }

  std::int64_t user_version();
  bool in_transaction() const;
  sqlite3* handle() const { return handle_; }

 private:
  explicit Database(sqlite3* handle) : handle_(handle) {}
  Result<void> configure(const Options& options);

  sqlite3* handle_;
  std::int64_t wal_bytes_ = 0;
};

// BEGIN IMMEDIATE … COMMIT. Rolls back unless commit() was called and returned. After commit()
// threw, the outcome is unknown if the error is fatal, and rolled back otherwise.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database& database_;
  bool done_ = false;
};

// One operation inside a transaction: undone unless keep() was called. Not nestable.
class Savepoint {
 public:
  explicit Savepoint(Database& database);
  ~Savepoint();
  Savepoint(const Savepoint&) = delete;
  Savepoint& operator=(const Savepoint&) = delete;
  void keep();

 private:
  Database& database_;
  bool done_ = false;
};

}  // namespace loyald::sqlite

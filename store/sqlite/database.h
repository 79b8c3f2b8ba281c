// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "store/base/result.h"
#include "store/sql/database.h"

struct sqlite3;

namespace loyald::sqlite {

// A database of SQLite. A writing connection is opened with journal_mode=WAL and synchronous=FULL
// (read back and refused otherwise), and checkpointed and truncated before open() returns: after a
// kill, a restart can read WAL frames that no sync has reached yet, and that a later power cut
// removes; nothing may be answered or sent that rests on them. There must be one writing connection
// per file, and it alone checkpoints (SQLite before 3.51.3 can corrupt a WAL that two connections
// write or checkpoint).
class Database : public sql::Database {
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
  ~Database() override;

  std::unique_ptr<sql::Prepared> prepare(std::string_view sql) override;
  void exec(const char* sql) override;
  void begin(Mode mode) override;
  void commit() override;
  void roll_back() noexcept override;
  bool in_transaction() const override;
  void set_savepoint() override;
  void keep_savepoint() override;
  void undo_savepoint() noexcept override;
  std::int64_t schema_version() override;
  void set_schema_version(std::int64_t version) override;
  bool checkpoint() override;
  std::int64_t wal_bytes() const override { return wal_bytes_; }

  sqlite3* handle() const { return handle_; }

 private:
  explicit Database(sqlite3* handle) : handle_(handle) {}
  Result<void> configure(const Options& options);

  sqlite3* handle_;
  std::int64_t wal_bytes_ = 0;
};

}  // namespace loyald::sqlite

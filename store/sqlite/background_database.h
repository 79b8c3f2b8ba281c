// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>

#include "store/sqlite/bound_values.h"
#include "store/sqlite/database.h"

namespace loyald::sqlite {

// A connection of SQLite whose statements without rows run, within a transaction, on a thread of
// its own, in their order, while the caller goes on, as those of a server do. Whatever else is
// asked of it waits for them first. What goes wrong with one is thrown by what is asked next, and
// those behind it are not run (sql::Prepared::execute). For one thread at a time, like any
// Database.
class BackgroundDatabase final : public sql::Database {
 public:
  // Statements that wait at most; whoever brings more waits.
  static constexpr std::size_t kMostWaiting = 32;

  explicit BackgroundDatabase(std::unique_ptr<Database> database);
  ~BackgroundDatabase() override;

  std::unique_ptr<sql::Prepared> prepare(std::string_view sql) override;
  void exec(const char* sql) override;
  void begin(Mode mode) override;
  void commit() override;
  void roll_back() noexcept override;
  bool in_transaction() const override { return in_transaction_; }
  void set_savepoint() override;
  void keep_savepoint() override;
  void undo_savepoint() noexcept override;
  std::int64_t schema_version() override;
  void set_schema_version(std::int64_t version) override;
  bool checkpoint() override;
  std::int64_t wal_bytes() const override { return database_->wal_bytes(); }

 private:
  class LaterStatement;
  struct Work {
    sql::Prepared* statement = nullptr;
    BoundValues values;
  };

  void give(Work work);
  bool is_idle();
  // Waits until nothing runs, then throws what went wrong.
  void settle();
  void wait_until_idle() noexcept;
  void run();

  std::unique_ptr<Database> database_;
  bool in_transaction_ = false;
  int reading_ = 0;  // statements with rows that are not reset yet

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Work> waiting_;  // the first runs
  std::exception_ptr failure_;
  bool ends_ = false;
  std::thread thread_;
};

}  // namespace loyald::sqlite

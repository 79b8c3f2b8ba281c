// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/sql/error.h"

namespace loyald::sql {

class Prepared;

// What the class of a table has still to write in the transaction that runs (owed_rows.h).
class Owed {
 public:
  virtual const std::string& table() const = 0;
  virtual void write() = 0;
  virtual void drop() noexcept = 0;

 protected:
  ~Owed() = default;
};

// One connection to a database, of whichever engine: a store's books are SQLite, head office's are
// SQLite or PostgreSQL. Belongs to one thread at a time; statements and transactions made from it
// must not outlive it. Everything throws Error.
//
// The SQL that it is given is what the engines have in common, with SQLite's parameters ?1, ?2 (a
// plain ? is the one after the highest so far), integers of 64 bits, texts in UTF-8 that are
// ordered by their bytes, and blobs.
class Database {
 public:
  // write: as if no other writing transaction ran at the same time. read: one moment of the books,
  // whatever others commit meanwhile.
  enum class Mode { read, write };

  virtual ~Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  virtual std::unique_ptr<Prepared> prepare(std::string_view sql) = 0;
  // Runs statements, separated by semicolons, that return no rows of interest.
  virtual void exec(const char* sql) = 0;

  // For Transaction, Snapshot and Savepoint.
  virtual void begin(Mode mode) = 0;
  virtual void commit() = 0;
  virtual void roll_back() noexcept = 0;
  virtual bool in_transaction() const = 0;
  virtual void set_savepoint() = 0;
  virtual void keep_savepoint() = 0;
  virtual void undo_savepoint() noexcept = 0;

  // Of the last migration that ran (migrate.h); setting it belongs to a transaction.
  virtual std::int64_t schema_version() = 0;
  virtual void set_schema_version(std::int64_t version) = 0;

  // A text as the database keeps it.
  virtual std::string kept(std::string text) { return text; }

  // To be written before anything looks at its table, before the next savepoint, and before the
  // transaction ends; must live as long. Within a transaction only.
  void owe(Owed& rows) { owed_.push_back(&rows); }
  // Writes what is owed to the tables that this SQL names.
  void write_owed(std::string_view sql) {
    if (!owed_.empty()) write_owed_to(sql);
  }
  void write_all_owed() { write_owed_to({}); }
  // The caller has more to do: an engine that works beside it may begin with what is owed so far.
  virtual void begin_to_write_owed() {}
  void drop_owed() noexcept;

  // Another number whenever a transaction has begun, or something of one was undone: what was read
  // before may no longer be so.
  std::uint64_t moment() const { return moment_; }

  // For engines whose log has to be moved into the database by its one writer: does that. False
  // where a reader was in the way; then try again later.
  virtual bool checkpoint() { return true; }
  // Bytes the log has grown to since the last checkpoint() that succeeded.
  virtual std::int64_t wal_bytes() const { return 0; }

 protected:
  Database() = default;
  void next_moment() { ++moment_; }

 private:
  void write_owed_to(std::string_view sql);

  std::uint64_t moment_ = 1;
  std::vector<Owed*> owed_;
};

// A writing transaction. Rolls back unless commit() was called and returned. After commit() threw,
// the outcome is unknown if the error is fatal or the server was lost, and rolled back otherwise.
class Transaction {
 public:
  explicit Transaction(Database& database) : database_(database) {
    database_.begin(Database::Mode::write);
  }
  ~Transaction() {
    if (done_) return;
    database_.drop_owed();
    database_.roll_back();
  }
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit() {
    database_.write_all_owed();
    database_.commit();
    done_ = true;
  }

 private:
  Database& database_;
  bool done_ = false;
};

// One moment of the books for several reads: a transaction of its own, or the one that runs.
class Snapshot {
 public:
  explicit Snapshot(Database& database) : database_(database), own_(!database.in_transaction()) {
    if (own_) database_.begin(Database::Mode::read);
  }
  // Nothing was written, so there is nothing that could fail to be kept.
  ~Snapshot() {
    if (own_) database_.roll_back();
  }
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

 private:
  Database& database_;
  bool own_;
};

// One operation inside a transaction: undone unless keep() was called. Not nestable.
class Savepoint {
 public:
  explicit Savepoint(Database& database) : database_(database) {
    database_.write_all_owed();
    database_.set_savepoint();
  }
  ~Savepoint() {
    if (done_) return;
    database_.drop_owed();
    database_.undo_savepoint();
  }
  Savepoint(const Savepoint&) = delete;
  Savepoint& operator=(const Savepoint&) = delete;
  void keep() {
    database_.keep_savepoint();
    done_ = true;
  }

 private:
  Database& database_;
  bool done_ = false;
};

}  // namespace loyald::sql

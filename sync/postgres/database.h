// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "store/sql/database.h"
#include "sync/postgres/connection.h"

namespace loyald::postgres {

// A database of PostgreSQL 15 or newer, or of a server that speaks its protocol: head office's
// books where several processes share them. A connection that was lost is made anew where the next
// transaction begins.
//
// A writing transaction locks the one row that says which schema this is, until it ends: writers of
// all processes take turns, as they do on a file of SQLite, and see what those before them wrote
// (READ COMMITTED takes a new snapshot for every statement). So nothing depends on how a server
// serializes. All processes must be of one version: stop the others before a newer one migrates.
class Database : public sql::Database {
 public:
  struct Options {
    bool read_only = false;
  };

  // `where`: a connection string or URI of libpq; the database (and the schema, where one is named)
  // exists and belongs to the user. Errors: those of Connection::open.
  static Result<std::unique_ptr<Database>> open(std::string where, const Options& options);

  std::unique_ptr<sql::Prepared> prepare(std::string_view sql) override;
  void exec(const char* sql) override;
  void begin(Mode mode) override;
  void commit() override;
  void roll_back() noexcept override;
  bool in_transaction() const override { return in_transaction_; }
  void set_savepoint() override;
  void keep_savepoint() override;
  void undo_savepoint() noexcept override;
  std::string kept(std::string text) override;
  void begin_to_write_owed() override { write_all_owed(); }
  std::int64_t schema_version() override;
  void set_schema_version(std::int64_t version) override;

  // For its statements.
  Connection& connection();
  // Another one wherever statements have to be prepared anew.
  std::uint64_t connection_number() const {
    return connection_number_ << 32 | connection_->failures();
  }
  std::string new_name() { return "s" + std::to_string(++names_); }

 private:
  Database(std::string where, const Options& options)
      : where_(std::move(where)), options_(options) {}
  Result<void> connect();

  const std::string where_;
  const Options options_;
  std::unique_ptr<Connection> connection_;
  std::uint64_t connection_number_ = 0;
  std::uint64_t names_ = 0;
  bool in_transaction_ = false;
};

}  // namespace loyald::postgres

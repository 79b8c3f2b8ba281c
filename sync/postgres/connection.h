// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "store/base/result.h"
#include "store/sql/error.h"

namespace loyald::postgres {

struct Clear {
  void operator()(PGresult* rows) const { PQclear(rows); }
};
using Rows = std::unique_ptr<PGresult, Clear>;

// A parameter in PostgreSQL's binary form; bytes null: NULL, of any type.
struct Parameter {
  Oid type = 0;
  const char* bytes = nullptr;
  int size = 0;
};

// One connection of libpq, in its pipeline mode: what is sent waits in the connection until
// somebody asks for rows, so that a hundred writes cost one round trip (PostgreSQL 15, 34.5). What
// goes wrong with one of them is thrown where the next answer is fetched, and what was sent behind
// it was not run. Belongs to one thread. Throws sql::Error, but for open().
class Connection {
 public:
  // `where` is a connection string or URI of libpq. Errors: unavailable (the server cannot be
  // reached or does not let us in), failed_precondition (it would lose commits at a power cut).
  static Result<std::unique_ptr<Connection>> open(const std::string& where, bool read_only);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void prepare(const std::string& name, const std::string& sql, std::span<const Oid> types);
  void send(const std::string& prepared, std::span<const Parameter> parameters);
  void send(const char* sql);
  // Waits for everything that was sent; the rows of the last of it.
  Rows fetch();
  // Several statements, separated by semicolons, at once.
  void run_script(const std::string& sql);

  // Nothing will be heard of it any more.
  bool is_lost() const { return is_broken_ || PQstatus(connection_) == CONNECTION_BAD; }
  // How often something that was sent failed; what was prepared before it last did is unknown here.
  std::uint32_t failures() const { return failures_; }

 private:
  explicit Connection(PGconn* connection) : connection_(connection) {}
  void count_sent(int accepted);
  sql::Error error() const;
  [[noreturn]] void give_up(const std::optional<sql::Error>& failure);

  PGconn* connection_;
  int sent_ = 0;  // since the last fetch()
  std::uint32_t failures_ = 0;
  bool is_broken_ = false;
};

}  // namespace loyald::postgres

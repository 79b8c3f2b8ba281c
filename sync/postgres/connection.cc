// SPDX-License-Identifier: Apache-2.0
#include "sync/postgres/connection.h"

#include <array>
#include <vector>

#include "store/base/check.h"
#include "sync/postgres/error.h"

namespace loyald::postgres {
namespace {

// Answers of things that were sent and not asked for wait in the socket; these surely fit.
constexpr int kMaxSent = 200;

// What libpq is asked for unless `where` says otherwise. A server that is gone is noticed while
// somebody still waits; a process of ours that hangs with a transaction is cut off by the server,
// and holds up no other.
constexpr std::array<std::pair<const char*, const char*>, 6> kDefaults{{
    {"application_name", "loyald-headoffice"},
    {"connect_timeout", "5"},
    {"tcp_user_timeout", "30000"},
    {"keepalives_idle", "10"},
    {"keepalives_interval", "5"},
    {"client_encoding", "UTF8"},
}};
constexpr const char* kSession =
    "SET standard_conforming_strings = on; SET client_min_messages = warning; "
    "SET idle_in_transaction_session_timeout = '30s'; SET lock_timeout = '30s'";
constexpr const char* kSessionThatReads = "SET default_transaction_read_only = on";

std::string message_of(PGconn* connection) {
  std::string message = PQerrorMessage(connection);
  while (!message.empty() && message.back() == '\n') message.pop_back();
  return message;
}

}  // namespace

Result<std::unique_ptr<Connection>> Connection::open(const std::string& where, bool read_only) {
  std::vector<const char*> keys;
  std::vector<const char*> values;
  for (const auto& [key, value] : kDefaults) {
    keys.push_back(key);
    values.push_back(value);
  }
  // Of several hosts, the one that is the primary now.
  keys.push_back("target_session_attrs");
  values.push_back(read_only ? "any" : "read-write");
  // Last, so that what it says counts.
  keys.insert(keys.end(), {"dbname", nullptr});
  values.insert(values.end(), {where.c_str(), nullptr});
  constexpr int kExpandDbname = 1;
  std::unique_ptr<Connection> opened(
      new Connection(PQconnectdbParams(keys.data(), values.data(), kExpandDbname)));
  if (opened->is_lost()) {
    return fail(Errc::unavailable, "cannot reach PostgreSQL: " + message_of(opened->connection_),
                "check that the server runs, and the key database of the configuration");
  }
  CHECK(PQenterPipelineMode(opened->connection_) == 1);
  try {
    opened->run_script(kSession);
    if (read_only) opened->run_script(kSessionThatReads);
    opened->send("SHOW synchronous_commit");
    const Rows setting = opened->fetch();
    if (std::string_view(PQgetvalue(setting.get(), 0, 0)) == "off") {
      return fail(Errc::failed_precondition,
                  "PostgreSQL would lose what it has confirmed at a power cut",
                  "set synchronous_commit = on for Loyald's database or user");
    }
  } catch (const sql::Error& error) {
    return fail(Errc::unavailable, std::string("cannot use PostgreSQL: ") + error.what());
  }
  return opened;
}

Connection::~Connection() { PQfinish(connection_); }

sql::Error Connection::error() const { return lost_error(message_of(connection_)); }

void Connection::count_sent(int accepted) {
  if (accepted != 1) throw error();
  ++sent_;
}

void Connection::prepare(const std::string& name, const std::string& sql,
                         std::span<const Oid> types) {
  count_sent(PQsendPrepare(connection_, name.c_str(), sql.c_str(), static_cast<int>(types.size()),
                           types.data()));
}

void Connection::send(const std::string& prepared, std::span<const Parameter> parameters) {
  if (sent_ >= kMaxSent) static_cast<void>(fetch());
  std::vector<const char*> values;
  std::vector<int> sizes;
  for (const Parameter& each : parameters) {
    values.push_back(each.bytes);
    sizes.push_back(each.size);
  }
  constexpr int kBinary = 1;
  const std::vector<int> formats(parameters.size(), kBinary);
  count_sent(PQsendQueryPrepared(connection_, prepared.c_str(), static_cast<int>(parameters.size()),
                                 values.data(), sizes.data(), formats.data(), kBinary));
}

void Connection::send(const char* sql) {
  constexpr int kText = 0;
  count_sent(PQsendQueryParams(connection_, sql, 0, nullptr, nullptr, nullptr, nullptr, kText));
}

void Connection::give_up(const std::optional<sql::Error>& failure) {
  is_broken_ = true;
  throw failure ? *failure : error();
}

Rows Connection::fetch() {
  if (sent_ == 0) return {};
  if (PQpipelineSync(connection_) != 1) give_up({});
  Rows last;
  std::optional<sql::Error> failure;
  for (; sent_ > 0; --sent_) {
    last.reset(PQgetResult(connection_));
    if (last == nullptr) give_up(failure);
    const ExecStatusType status = PQresultStatus(last.get());
    const bool is_sound = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    // Behind the first that failed, everything is answered as aborted.
    if (!is_sound && !failure) failure = error_of(last.get());
    // Each is answered by one result, unless the connection ends.
    if (Rows(PQgetResult(connection_)) != nullptr) give_up(failure);
  }
  const Rows synchronized(PQgetResult(connection_));
  if (PQresultStatus(synchronized.get()) != PGRES_PIPELINE_SYNC) give_up(failure);
  if (failure) {
    ++failures_;
    throw *failure;
  }
  return last;
}

void Connection::run_script(const std::string& sql) {
  if (sent_ > 0) static_cast<void>(fetch());
  CHECK(PQexitPipelineMode(connection_) == 1);
  const Rows done(PQexec(connection_, sql.c_str()));
  if (is_lost()) throw error();
  CHECK(PQenterPipelineMode(connection_) == 1);
  const ExecStatusType status = PQresultStatus(done.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) throw error_of(done.get());
}

}  // namespace loyald::postgres

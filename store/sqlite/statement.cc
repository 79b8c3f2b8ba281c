// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/statement.h"

#include <sqlite3.h>

#include <string>

#include "store/base/check.h"

namespace loyald::sqlite {

Statement::Statement(Database& database, std::string_view sql) : database_(database) {
  check(sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &statement_, nullptr));
  CHECK(statement_ != nullptr);
}

Statement::~Statement() { sqlite3_finalize(statement_); }

void Statement::check(int code) const {
  if (code != SQLITE_OK) {
    throw Error(sqlite3_extended_errcode(database_.handle()), sqlite3_errmsg(database_.handle()));
  }
}

void Statement::bind(int place, std::int64_t value) {
  check(sqlite3_bind_int64(statement_, place, value));
}

void Statement::bind(int place, std::uint64_t value) {
  CHECK(value <= INT64_MAX);
  bind(place, static_cast<std::int64_t>(value));
}

void Statement::bind(int place, std::string_view value) {
  check(sqlite3_bind_text(statement_, place, value.empty() ? "" : value.data(),
                          static_cast<int>(value.size()), SQLITE_STATIC));
}

void Statement::bind(int place, Blob value) {
  check(sqlite3_bind_blob(statement_, place, value.bytes.empty() ? "" : value.bytes.data(),
                          static_cast<int>(value.bytes.size()), SQLITE_STATIC));
}

void Statement::bind_null(int place) { check(sqlite3_bind_null(statement_, place)); }

bool Statement::Rows::next() {
  const int code = sqlite3_step(statement_->statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  sqlite3* handle = statement_->database_.handle();
  throw Error(sqlite3_extended_errcode(handle), sqlite3_errmsg(handle));
}

void Statement::Rows::reset() { sqlite3_reset(statement_->statement_); }

std::int64_t Statement::Rows::int64(int column) const {
  return sqlite3_column_int64(statement_->statement_, column);
}

std::string_view Statement::Rows::text(int column) const {
  const auto* bytes = sqlite3_column_text(statement_->statement_, column);
  const int size = sqlite3_column_bytes(statement_->statement_, column);
  return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

std::string_view Statement::Rows::blob(int column) const {
  const void* bytes = sqlite3_column_blob(statement_->statement_, column);
  const int size = sqlite3_column_bytes(statement_->statement_, column);
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
}

bool Statement::Rows::is_null(int column) const {
  return sqlite3_column_type(statement_->statement_, column) == SQLITE_NULL;
}

}  // namespace loyald::sqlite

// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/error.h"

#include <sqlite3.h>

namespace loyald::sqlite {
namespace {

constexpr int kPrimaryCode = 0xff;

sql::Error::Kind kind_of(int code) {
  switch (code & kPrimaryCode) {
    case SQLITE_FULL:
      return sql::Error::Kind::disk_full;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return sql::Error::Kind::damaged;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
      return sql::Error::Kind::fatal;
    default:
      return sql::Error::Kind::other;
  }
}

}  // namespace

sql::Error error_of(int extended_code, const char* message) {
  return {kind_of(extended_code), "SQLite " + std::to_string(extended_code), message};
}

sql::Error last_error(sqlite3* handle) {
  return error_of(sqlite3_extended_errcode(handle), sqlite3_errmsg(handle));
}

}  // namespace loyald::sqlite

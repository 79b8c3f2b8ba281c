// SPDX-License-Identifier: Apache-2.0
#include "sync/postgres/dialect.h"

#include "tests/support/doctest.h"

namespace loyald::postgres {

TEST_CASE("parameters, types and blobs are written as PostgreSQL wants them") {
  CHECK(in_dialect("VALUES (?2, ?),(?, ?1), (?)") == "VALUES ($2, $3),($4, $1), ($5)");
  CHECK(in_dialect("SELECT text FROM t WHERE a = ?1 AND b = ?12") ==
        "SELECT text FROM t WHERE a = $1 AND b = $12");
  CHECK(
      in_dialect("CREATE TABLE t(a BLOB, b INTEGER PRIMARY KEY, c TEXT) STRICT, WITHOUT ROWID;") ==
      "CREATE TABLE t(a BYTEA, b BIGINT PRIMARY KEY, c TEXT COLLATE \"C\") ;");
  CHECK(in_dialect("CREATE TABLE t(x INTEGER) STRICT") == "CREATE TABLE t(x BIGINT) ");
  CHECK(in_dialect("WHERE a <> x'' AND b = x'0aff'") == "WHERE a <> '\\x' AND b = '\\x0aff'");
}

TEST_CASE("comments, quoted texts and other words stay as they are") {
  for (const char* text : {"SELECT 'BLOB ?1 x''' -- TEXT ?2\nFROM t", "-- no end: BLOB",
                           "'no end ?1", "SELECT INTEGERS, A_TEXT, TEXTS", ""}) {
    CAPTURE(text);
    CHECK(in_dialect(text) == text);
  }
}

}  // namespace loyald::postgres

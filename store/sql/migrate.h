// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "store/base/result.h"
#include "store/sql/database.h"

namespace loyald::sql {

// One numbered .sql file, embedded when the program is built, never edited once released.
struct Migration {
  int number;  // 1, 2, 3, …
  const char* sql;
};

// Brings the schema to the last migration, each in a transaction of its own together with the
// schema's version, so that a cut anywhere leaves a whole number of them. Errors:
// failed_precondition where the schema is newer than this program. Throws Error.
Result<void> migrate(Database& database, std::span<const Migration> migrations);

// For a read-only connection: failed_precondition where the schema is not the last migration's.
Result<void> require_version(Database& database, std::span<const Migration> migrations);

}  // namespace loyald::sql

// SPDX-License-Identifier: Apache-2.0
#include "store/sql/migrate.h"

#include <string>

namespace loyald::sql {
namespace {

Result<void> refuse_newer(std::int64_t version, std::int64_t known) {
  if (version <= known) return {};
  return fail(Errc::failed_precondition,
              "the books are of schema " + std::to_string(version) + ", this program knows " +
                  std::to_string(known),
              "install the newer Loyald that wrote them");
}

}  // namespace

Result<void> migrate(Database& database, std::span<const Migration> migrations) {
  const std::int64_t version = database.schema_version();
  LOYALD_TRY(refuse_newer(version, std::ssize(migrations)));
  for (const Migration& migration : migrations) {
    if (migration.number <= version) continue;
    Transaction transaction(database);
    // Another process over the same database may have been faster.
    if (database.schema_version() >= migration.number) continue;
    database.exec(migration.sql);
    database.set_schema_version(migration.number);
    transaction.commit();
  }
  return {};
}

Result<void> require_version(Database& database, std::span<const Migration> migrations) {
  const std::int64_t version = database.schema_version();
  LOYALD_TRY(refuse_newer(version, std::ssize(migrations)));
  if (version == std::ssize(migrations)) return {};
  return fail(Errc::failed_precondition,
              "the books are of schema " + std::to_string(version) + ", this program needs " +
                  std::to_string(std::ssize(migrations)),
              "start the daemon once; it brings them up to date");
}

}  // namespace loyald::sql

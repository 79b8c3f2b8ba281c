// SPDX-License-Identifier: Apache-2.0
#include "store/sqlite/migrate.h"

#include <string>

namespace loyald::sqlite {
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
  const std::int64_t version = database.user_version();
  LOYALD_TRY(refuse_newer(version, std::ssize(migrations)));
  for (const Migration& migration : migrations) {
    if (migration.number <= version) continue;
    Transaction transaction(database);
    database.exec(migration.sql);
    database.exec(("PRAGMA user_version=" + std::to_string(migration.number)).c_str());
    transaction.commit();
  }
  return {};
}

Result<void> require_version(Database& database, std::span<const Migration> migrations) {
  const std::int64_t version = database.user_version();
  LOYALD_TRY(refuse_newer(version, std::ssize(migrations)));
  if (version == std::ssize(migrations)) return {};
  return fail(Errc::failed_precondition,
              "the books are of schema " + std::to_string(version) + ", this program needs " +
                  std::to_string(std::ssize(migrations)),
              "start the daemon once; it brings them up to date");
}

}  // namespace loyald::sqlite

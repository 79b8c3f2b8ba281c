// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/books_place.h"

#include "store/sqlite/background_database.h"
#include "store/sqlite/database.h"
#include "sync/headoffice/migrations.h"
#include "sync/postgres/database.h"

namespace loyald {

Result<std::unique_ptr<sql::Database>> open_database(const BooksPlace& place, BooksAccess access) {
  const bool read_only = access == BooksAccess::read;
  if (!place.postgres.empty()) return postgres::Database::open(place.postgres, {read_only});
  LOYALD_ASSIGN(auto database, sqlite::Database::open(
                                   place.path, {place.vfs, read_only, kHeadOfficeApplicationId}));
  if (read_only || !place.in_background) return database;
  return std::make_unique<sqlite::BackgroundDatabase>(std::move(database));
}

}  // namespace loyald

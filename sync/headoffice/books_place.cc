// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/books_place.h"

#include "store/sqlite/database.h"
#include "sync/headoffice/migrations.h"
#include "sync/postgres/database.h"

namespace loyald {

Result<std::unique_ptr<sql::Database>> open_database(const BooksPlace& place, BooksAccess access) {
  const bool read_only = access == BooksAccess::read;
  if (!place.postgres.empty()) return postgres::Database::open(place.postgres, {read_only});
  return sqlite::Database::open(place.path, {place.vfs, read_only, kHeadOfficeApplicationId});
}

}  // namespace loyald

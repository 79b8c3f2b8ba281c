// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "store/sql/migrate.h"

namespace loyald {

// The texts of store/migrations/*.sql, embedded by the build.
extern const char* const kLedgerSql;
extern const char* const kBooksSql;
extern const char* const kCardNumbersSql;  // at both ends, like kLedgerSql

// "LYLD": what tells a store's books from other SQLite files.
inline constexpr int kBooksApplicationId = 0x4c594c44;

inline std::array<sql::Migration, 3> books_migrations() {
  return {{{1, kLedgerSql}, {2, kBooksSql}, {3, kCardNumbersSql}}};
}

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>

#include "store/migrations.h"
#include "store/sql/migrate.h"

namespace loyald {

// The text of sync/headoffice/migrations/0002_headoffice.sql, embedded by the build.
extern const char* const kHeadOfficeSql;

// "LYHO": what tells head office's books from a store's.
inline constexpr int kHeadOfficeApplicationId = 0x4c59484f;

inline std::array<sql::Migration, 3> head_office_migrations() {
  return {{{1, kLedgerSql}, {2, kHeadOfficeSql}, {3, kCardNumbersSql}}};
}

}  // namespace loyald

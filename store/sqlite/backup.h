// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "store/sqlite/database.h"

namespace loyald::sqlite {

// Copies a database, as it is at one moment, into a new file (SQLite's online backup), which is
// whole and on disk when this returns; the source may be a read-only connection beside a program
// that writes. Errors: failed_precondition (there is such a file), unavailable (it cannot be read
// or written; then there is none), data_loss (the copy does not pass SQLite's own check).
Result<void> copy_database(Database& from, const std::string& path);

// SQLite's integrity_check. data_loss, with its first words.
Result<void> check_integrity(Database& database);

}  // namespace loyald::sqlite

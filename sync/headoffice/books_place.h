// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "store/base/result.h"
#include "store/sql/database.h"

namespace loyald {

// Where head office's books are: in a file of SQLite, which one process has to itself, or in
// PostgreSQL, where several may share them.
struct BooksPlace {
  std::string path;      // of the file, unless postgres is set
  std::string vfs;       // SQLite VFS name; empty = the default
  std::string postgres;  // in libpq's words
};

enum class BooksAccess { write, read };

// Errors: those of the two engines' Database::open. `read` sees what is committed, and changes
// nothing.
Result<std::unique_ptr<sql::Database>> open_database(const BooksPlace& place, BooksAccess access);

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/sql/error.h"

struct sqlite3;

namespace loyald::sqlite {

// What the last call on this connection failed with, and what a result code means.
sql::Error last_error(sqlite3* handle);
sql::Error error_of(int extended_code, const char* message);

}  // namespace loyald::sqlite

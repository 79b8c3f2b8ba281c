// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace loyald::postgres {

// The SQL of sql::Database as PostgreSQL writes it. Parameters become $1, $2, a plain ? the one
// after the highest so far; blobs x'00' become '\x00'; the types INTEGER, BLOB and TEXT, in
// capitals, become BIGINT, BYTEA and TEXT in the order of its bytes; and what only SQLite knows of
// tables (STRICT, WITHOUT ROWID) goes. Comments, quoted texts and everything else stay as they are.
std::string in_dialect(std::string_view sql);

// PostgreSQL's texts cannot hold a zero byte; what a journal says with one is kept there byte for
// byte, and shown in the tables with the sign for it.
std::string without_zeros(std::string_view text);

}  // namespace loyald::postgres

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "store/sql/database.h"

namespace loyald::bench {

// The rows that pushes leave in head office's tables, to be written once more without us: what a
// program that knew them beforehand would have to do.
using Value = std::variant<std::int64_t, std::string>;
using Row = std::vector<Value>;
// By table.
using Rows = std::map<std::string, std::vector<Row>>;

// What is in the tables now.
Rows read_all(sql::Database& database);
// What is in `after` and not, as it is, in `before`.
Rows changed(const Rows& before, const Rows& after);
// How many.
std::size_t count(const Rows& rows);
// Writes them in one transaction, many rows to a statement, into tables of the same schema.
void write(sql::Database& database, const Rows& rows);

}  // namespace loyald::bench

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
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
// Writes such rows into tables of the same schema: each time in one transaction, as many rows to a
// statement as fit, with statements that were prepared once.
class Writer {
 public:
  // `database` must outlive this.
  explicit Writer(sql::Database& database) : database_(database) {}
  void write(const Rows& rows);

 private:
  sql::Prepared& statement(const std::string& table, std::size_t rows);

  sql::Database& database_;
  std::map<std::pair<std::string, std::size_t>, std::unique_ptr<sql::Prepared>> prepared_;
};

}  // namespace loyald::bench

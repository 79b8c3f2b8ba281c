// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

// Reports as tables, and the three forms people and programs read them in. Pure and deterministic;
// callable from any thread.
namespace loyald {

enum class ColumnKind { text, number, money, share };  // minor units; basis points

struct Column {
  std::string name;  // lower case with "_"; in CSV and JSON followed by "_minor" or "_bp"
  ColumnKind kind = ColumnKind::text;
};

// Nothing: not known, or without meaning there.
using Cell = std::variant<std::monostate, std::int64_t, std::string>;

struct Table {
  std::string id;     // lower case with "_"
  std::string title;  // for people
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;  // each as long as columns
};

// Aligned for a terminal; money with its point, shares as percent, "-" for nothing;
// "nothing" where there are no rows.
std::string as_text(const std::vector<Table>& tables);
// Each table under a line with its id, an empty line between; amounts are integers.
std::string as_csv(const std::vector<Table>& tables);
// One object with an array of objects per table; amounts are integers, null for nothing.
std::string as_json(const std::vector<Table>& tables);

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#include "store/sql/owed_rows.h"

namespace loyald::sql {
namespace {

std::string list_of(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "" : ", ") + word;
  return list;
}

std::string marks(std::size_t count) {
  std::string list = "(?";
  for (std::size_t i = 1; i < count; ++i) list += ", ?";
  return list + ")";
}

std::string replacing(const TableShape& shape) {
  std::string sets;
  for (const std::string& column : shape.values) {
    sets += (sets.empty() ? "DO UPDATE SET " : ", ") + column + " = excluded." + column;
  }
  return sets.empty() ? "DO NOTHING" : sets;
}

}  // namespace

ManyText upsert_text(const TableShape& shape) {
  const std::string key = list_of(shape.key);
  const std::string rest = shape.values.empty() ? "" : ", " + list_of(shape.values);
  return {"INSERT INTO " + shape.table + "(" + key + rest + ") VALUES ",
          marks(shape.key.size() + shape.values.size()),
          " ON CONFLICT(" + key + ") " +
              (shape.on_conflict.empty() ? replacing(shape) : shape.on_conflict)};
}

ManyText erase_text(const TableShape& shape) {
  std::string row;
  for (const std::string& column : shape.key) {
    row += (row.empty() ? "(" : " AND ") + column + " = ?";
  }
  return {"DELETE FROM " + shape.table + " WHERE ", row + ")", "", 0, " OR "};
}

}  // namespace loyald::sql

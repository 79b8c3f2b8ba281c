// SPDX-License-Identifier: Apache-2.0
#include "store/report_table.h"

#include <algorithm>

#include "store/base/check.h"
#include "store/csv.h"
#include "store/programme/language.h"

namespace loyald {
namespace {

bool is_number(const Column& column) { return column.kind != ColumnKind::text; }

// "12.34 %"
std::string percent(std::int64_t basis_points) {
  return programme::money_text(basis_points, "", programme::Language::english) + " %";
}

std::string for_people(const Cell& cell, const Column& column) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  const auto* number = std::get_if<std::int64_t>(&cell);
  if (number == nullptr) return "-";
  switch (column.kind) {
    case ColumnKind::money:
      return programme::money_text(*number, "", programme::Language::english);
    case ColumnKind::share:
      return percent(*number);
    default:
      return std::to_string(*number);
  }
}

std::string key(const Column& column) {
  if (column.kind == ColumnKind::money) return column.name + "_minor";
  if (column.kind == ColumnKind::share) return column.name + "_bp";
  return column.name;
}

// Characters, where every byte that does not continue one is one.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string padded(const std::string& text, std::size_t to, bool right) {
  const std::string blanks(to - std::min(to, width(text)), ' ');
  return right ? blanks + text : text + blanks;
}

void add_text(const Table& table, std::string& out) {
  out += table.title + "\n";
  if (table.rows.empty()) {
    out += "  nothing\n";
    return;
  }
  std::vector<std::vector<std::string>> rows(1);
  for (const Column& column : table.columns) {
    std::string head = column.name;
    std::replace(head.begin(), head.end(), '_', ' ');
    rows[0].push_back(head);
  }
  for (const std::vector<Cell>& row : table.rows) {
    CHECK(row.size() == table.columns.size());
    rows.emplace_back();
    for (std::size_t i = 0; i < row.size(); ++i) {
      rows.back().push_back(for_people(row[i], table.columns[i]));
    }
  }
  for (const std::vector<std::string>& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      std::size_t widest = 0;
      for (const auto& each : rows) widest = std::max(widest, width(each[i]));
      line += "  " + padded(row[i], widest, is_number(table.columns[i]));
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
}

void add_csv(const Table& table, std::string& out) {
  out += "# " + table.id + "\n";
  std::string line;
  for (const Column& column : table.columns) line += (line.empty() ? "" : ",") + key(column);
  out += line + "\n";
  for (const std::vector<Cell>& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) out += ",";
      if (const auto* text = std::get_if<std::string>(&row[i])) out += csv_field(*text);
      if (const auto* number = std::get_if<std::int64_t>(&row[i])) out += std::to_string(*number);
    }
    out += "\n";
  }
}

std::string json_text(const std::string& text) {
  constexpr const char* kHex = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += std::string("\\") + c;
    } else if (byte < 0x20) {
      out += std::string("\\u00") + kHex[byte >> 4U] + kHex[byte & 15U];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string json_cell(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return json_text(*text);
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return std::to_string(*number);
  return "null";
}

void add_json(const Table& table, std::string& out) {
  out += "  " + json_text(table.id) + ": [";
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    out += i == 0 ? "\n    {" : ",\n    {";
    for (std::size_t j = 0; j < table.columns.size(); ++j) {
      out += (j == 0 ? "" : ", ") + json_text(key(table.columns[j])) + ": " +
             json_cell(table.rows[i][j]);
    }
    out += "}";
  }
  out += table.rows.empty() ? "]" : "\n  ]";
}

}  // namespace

std::string as_text(const std::vector<Table>& tables) {
  std::string out;
  for (const Table& table : tables) {
    if (!out.empty()) out += "\n";
    add_text(table, out);
  }
  return out;
}

std::string as_csv(const std::vector<Table>& tables) {
  std::string out;
  for (const Table& table : tables) {
    if (!out.empty()) out += "\n";
    add_csv(table, out);
  }
  return out;
}

std::string as_json(const std::vector<Table>& tables) {
  std::string out = "{\n";
  for (std::size_t i = 0; i < tables.size(); ++i) {
    if (i > 0) out += ",\n";
    add_json(tables[i], out);
  }
  return out + "\n}\n";
}

}  // namespace loyald

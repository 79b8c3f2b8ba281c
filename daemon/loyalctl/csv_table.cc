// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/csv_table.h"

#include <algorithm>
#include <optional>

#include "store/base/text.h"

namespace loyald::loyalctl {
namespace {

tl::unexpected<Error> wrong(std::int64_t line, const std::string& what) {
  return fail(Errc::invalid_argument, "line " + std::to_string(line) + ": " + what);
}

Result<void> check_columns(const std::vector<std::string>& columns) {
  if (columns.size() > kMaxCsvColumns) {
    return wrong(1, "more than " + std::to_string(kMaxCsvColumns) + " columns");
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].empty()) return wrong(1, "column " + std::to_string(i + 1) + " has no name");
    if (std::find(columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(i), columns[i]) !=
        columns.begin() + static_cast<std::ptrdiff_t>(i)) {
      return wrong(1, "two columns are called \"" + columns[i] + "\"");
    }
  }
  return {};
}

// The next row, nothing at the end.
Result<std::optional<CsvRow>> next_row(CsvReader& reader) {
  auto row = reader.next();
  if (!row) return row;
  if (!row->broken.empty()) return wrong(row->line, row->broken);
  for (std::string& field : row->fields) field = std::string(trim(field));
  return row;
}

}  // namespace

Result<CsvTable> parse_csv(std::string_view text) {
  if (text.size() > kMaxCsvBytes) {
    return fail(Errc::invalid_argument,
                "the file has more than " + std::to_string(kMaxCsvBytes) + " bytes",
                "split it; every part needs the first line");
  }
  if (!is_utf8(text)) {
    return fail(Errc::invalid_argument, "the file is not UTF-8", "save it as \"CSV UTF-8\"");
  }
  CsvReader reader(text, csv_separator(text));
  LOYALD_ASSIGN(auto header, next_row(reader));
  if (!header) return wrong(1, "there are no columns");
  CsvTable table;
  table.columns = std::move(header->fields);
  LOYALD_TRY(check_columns(table.columns));
  while (true) {
    LOYALD_ASSIGN(auto row, next_row(reader));
    if (!row) return table;
    if (row->fields.size() != table.columns.size()) {
      return wrong(row->line, "has " + std::to_string(row->fields.size()) +
                                  " fields, the first line " +
                                  std::to_string(table.columns.size()));
    }
    if (table.rows.size() == kMaxCsvRows) {
      return wrong(row->line, "more than " + std::to_string(kMaxCsvRows) + " rows");
    }
    table.rows.push_back(*std::move(row));
  }
}

}  // namespace loyald::loyalctl

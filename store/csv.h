// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loyald {

// A longer row is broken; so is one whose quote is never closed.
inline constexpr std::size_t kMaxCsvRowBytes = 64 * 1024;

struct CsvRow {
  std::int64_t line = 0;  // of the text, from 1; where the row begins
  std::vector<std::string> fields;
  std::string broken;  // why it could not be read; the fields are then empty
};

// Rows of comma separated values as RFC 4180 has them: fields in quotes may hold separators, line
// breaks and doubled quotes; lines end with LF or CRLF. Besides that, blanks around quotes, a byte
// order mark and empty lines are skipped. After a broken row it goes on with the next line. The
// text must outlive it.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text, char separator = ',');
  // Nothing at the end.
  std::optional<CsvRow> next();

 private:
  bool read_fields(CsvRow& row);

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::int64_t line_ = 1;
};

// What separates the fields of the first line: the one of comma, semicolon and tab that it has
// most.
char csv_separator(std::string_view text);

// The field as it stands in a file: in quotes where it needs them.
std::string csv_field(std::string_view text);

}  // namespace loyald

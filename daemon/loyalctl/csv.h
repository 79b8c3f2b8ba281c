// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "store/base/result.h"

namespace loyald::loyalctl {

inline constexpr std::size_t kMaxCsvBytes = 64 * 1024 * 1024;
inline constexpr std::size_t kMaxCsvRows = 500'000;
inline constexpr std::size_t kMaxCsvColumns = 100;

struct CsvRow {
  std::size_t line = 0;             // of the file, from 1, where the row begins
  std::vector<std::string> fields;  // as many as the table has columns; blanks at the ends removed
};

struct CsvTable {
  std::vector<std::string> columns;  // the first row, each name once
  std::vector<CsvRow> rows;
};

// RFC 4180, also with ";" or tabs between fields (whichever the first line has most of), with LF or
// CR LF, with a byte order mark. Empty lines are left out. invalid_argument, naming the line, where
// a quotation does not end, a row has more or fewer fields than the first, a column has no name or
// another's, the text is not UTF-8, or a limit is passed. Pure.
Result<CsvTable> parse_csv(std::string_view text);

}  // namespace loyald::loyalctl

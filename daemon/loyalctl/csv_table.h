// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "store/base/result.h"
#include "store/csv.h"

namespace loyald::loyalctl {

inline constexpr std::size_t kMaxCsvBytes = 64 * 1024 * 1024;
inline constexpr std::size_t kMaxCsvRows = 500'000;
inline constexpr std::size_t kMaxCsvColumns = 100;

struct CsvTable {
  std::vector<std::string> columns;  // the first row, each name once
  std::vector<CsvRow> rows;          // as many fields as columns; blanks at the ends removed
};

// A whole file as CsvReader reads it, with commas, ";" or tabs between fields. invalid_argument,
// naming the line, where a row is broken or has more or fewer fields than the first, a column has
// no name or another's, the text is not UTF-8, or a limit is passed. Pure.
Result<CsvTable> parse_csv(std::string_view text);

}  // namespace loyald::loyalctl

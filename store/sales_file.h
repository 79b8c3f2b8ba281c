// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/base/result.h"
#include "store/base/time.h"
#include "store/programme/basket.h"
#include "store/programme/circumstances.h"
#include "store/sales_columns.h"

// Sales that were recorded by whatever sold them, as rows of comma separated values: one line of a
// basket per row. Pure, callable from any thread.
namespace loyald {

inline constexpr std::size_t kMaxSalesBytes = std::size_t{1} << 30;  // uncompressed
inline constexpr std::int64_t kMaxSalesRows = 2'000'000;
inline constexpr std::size_t kMaxNotedRows = 10;  // named per reason; all are counted
inline constexpr std::size_t kMaxSalesNameBytes =
    200;  // of a member, basket, article, department …

struct RecordedSale {
  std::int64_t store = 0;  // 1 or more
  std::string basket;
  std::string member;         // empty: nobody said who bought
  Date day;                   // of the basket's first row, as the rest of what is said of the sale
  std::optional<int> second;  // of the day, 0 … 86,399
  std::string channel;
  std::vector<std::string> payments;
  std::vector<std::string> tags;                    // the member's, as they were then
  std::vector<programme::BirthdayAnswer> birthday;  // as they were then
  programme::Basket lines;
};

// In the order of time, then store, then basket.
void sort_by_time(std::vector<RecordedSale>& sales);

// Rows about which something is to be said, and why.
struct RowNote {
  std::string reason;
  bool left_out = false;  // or kept
  std::int64_t rows = 0;
  std::vector<std::int64_t>
      first;  // lines of the file, or places in the journal; at most kMaxNotedRows
};

struct SalesFile {
  std::vector<RecordedSale> sales;  // in the order of time, then store, then basket
  std::int64_t rows = 0;
  std::int64_t left_out = 0;
  std::vector<RowNote> notes;  // in the order in which the file has the first of each
};

// Rows become one basket where store and basket id are the same. No row is dropped in silence:
// what cannot be sold (no date, no number, negative amounts and quantities: a return without its
// sale) is left out and noted; what looks odd but can be sold (amount 0, quantity 0, nobody known,
// another member than the basket's first row) is kept and noted.
// Errors: invalid_argument (no header, a missing column, no row that can be used),
// resource_exhausted (above a limit). `file` is named in errors.
Result<SalesFile> read_sales(std::string_view csv, std::string_view file,
                             const SalesColumns& columns);

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/sales_columns.h"
#include "store/sales_file.h"

namespace loyald {

// One row, read: the sale as if this were its only line.
struct SalesRow {
  RecordedSale sale;               // with one line
  std::vector<std::string> notes;  // what is odd about it, though it is kept
};

// Errors: invalid_argument; the message is the reason for a RowNote, the same for rows with the
// same mistake. Pure, callable from any thread.
Result<SalesRow> read_sales_row(const std::vector<std::string>& fields, const SalesPlaces& places);

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#include "store/sales_file.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "store/csv.h"
#include "store/sales_row.h"

namespace loyald {
namespace {

constexpr const char* kTakeFewer = "take the sales of fewer members, or of fewer days";

std::tuple<Date, int, std::int64_t, const std::string&> place_in_time(const RecordedSale& sale) {
  return {sale.day, sale.second.value_or(0), sale.store, sale.basket};
}

class Reading {
 public:
  explicit Reading(std::size_t columns) : columns_(columns) {}

  void take(const CsvRow& row, const SalesPlaces& places) {
    ++file_.rows;
    if (!row.broken.empty()) return leave_out(row, row.broken);
    if (row.fields.size() != columns_) return leave_out(row, "not as many fields as the header");
    auto read = read_sales_row(row.fields, places);
    if (!read) return leave_out(row, read.error().message);
    for (const std::string& odd : read->notes) note(row, odd, false);
    add(row, std::move(read->sale));
  }

  SalesFile finished() && {
    sort_by_time(file_.sales);
    return std::move(file_);
  }

 private:
  void note(const CsvRow& row, const std::string& reason, bool left_out) {
    auto known = std::find_if(file_.notes.begin(), file_.notes.end(), [&](const RowNote& each) {
      return each.reason == reason && each.left_out == left_out;
    });
    if (known == file_.notes.end()) {
      known = file_.notes.insert(known, RowNote{reason, left_out, 0, {}});
    }
    ++known->rows;
    if (known->first.size() < kMaxNotedRows) known->first.push_back(row.line);
  }

  void leave_out(const CsvRow& row, const std::string& reason) {
    ++file_.left_out;
    note(row, reason, true);
  }

  void add(const CsvRow& row, RecordedSale sale) {
    const std::string id = std::to_string(sale.store) + " " + sale.basket;
    const auto [place, added] = places_.try_emplace(id, file_.sales.size());
    if (added) {
      file_.sales.push_back(std::move(sale));
      return;
    }
    RecordedSale& known = file_.sales[place->second];
    if (known.lines.lines.size() >= programme::kMaxBasketLines) {
      return leave_out(
          row, "the basket has more than " + std::to_string(programme::kMaxBasketLines) + " lines");
    }
    if (sale.member != known.member) {
      note(row, "another member than the basket's first row: that one's", false);
    }
    if (sale.day != known.day) {
      note(row, "another day than the basket's first row: that one's", false);
    }
    known.lines.lines.push_back(std::move(sale.lines.lines.front()));
  }

  std::size_t columns_;
  SalesFile file_;
  std::unordered_map<std::string, std::size_t> places_;
};

}  // namespace

void sort_by_time(std::vector<RecordedSale>& sales) {
  std::stable_sort(sales.begin(), sales.end(), [](const RecordedSale& a, const RecordedSale& b) {
    return place_in_time(a) < place_in_time(b);
  });
}

Result<SalesFile> read_sales(std::string_view csv, std::string_view file,
                             const SalesColumns& columns) {
  const auto named = [&](Error error) {
    return fail(error.code, std::string(file) + ": " + error.message, error.hint);
  };
  if (csv.size() > kMaxSalesBytes) {
    return named(Error(Errc::resource_exhausted,
                       "more than " + std::to_string(kMaxSalesBytes) + " bytes", kTakeFewer));
  }
  CsvReader rows(csv, csv_separator(csv));
  const auto header = rows.next();
  if (!header || !header->broken.empty()) {
    return named(
        Error(Errc::invalid_argument, "there is no header",
              "the first line names the columns, separated by commas, semicolons or tabs"));
  }
  auto places = find_columns(columns, header->fields);
  if (!places) return named(std::move(places).error());
  Reading reading(header->fields.size());
  for (std::int64_t count = 0; const auto row = rows.next();) {
    if (++count > kMaxSalesRows) {
      return named(Error(Errc::resource_exhausted,
                         "more than " + std::to_string(kMaxSalesRows) + " rows", kTakeFewer));
    }
    reading.take(*row, *places);
  }
  SalesFile sales = std::move(reading).finished();
  if (sales.sales.empty()) {
    const std::string why =
        sales.notes.empty() ? "the file has no rows" : "the first reason: " + sales.notes[0].reason;
    return named(Error(Errc::invalid_argument, "no row can be used", why));
  }
  return sales;
}

}  // namespace loyald

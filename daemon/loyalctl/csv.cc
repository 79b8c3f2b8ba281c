// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/csv.h"

#include <algorithm>

#include "store/base/text.h"

namespace loyald::loyalctl {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

char separator_of(std::string_view text) {
  const std::string_view first = text.substr(0, text.find('\n'));
  char best = ',';
  for (const char candidate : {';', '\t'}) {
    if (std::ranges::count(first, candidate) > std::ranges::count(first, best)) best = candidate;
  }
  return best;
}

tl::unexpected<Error> wrong(std::size_t line, const std::string& what) {
  return fail(Errc::invalid_argument, "line " + std::to_string(line) + ": " + what);
}

// Takes a text apart, a row at a time.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text), separator_(separator_of(text)) {}

  bool at_end() const { return place_ >= text_.size(); }

  Result<CsvRow> row() {
    CsvRow row{line_, {}};
    while (true) {
      LOYALD_ASSIGN(std::string field, this->field());
      row.fields.push_back(std::move(field));
      if (at_end()) return row;
      const char next = text_[place_++];
      if (next == '\n') {
        ++line_;
        return row;
      }
    }
  }

 private:
  Result<std::string> field() {
    while (!at_end() && text_[place_] == ' ') ++place_;
    if (!at_end() && text_[place_] == '"') return quoted();
    const std::size_t begin = place_;
    while (!at_end() && text_[place_] != separator_ && text_[place_] != '\n') ++place_;
    return std::string(trim(text_.substr(begin, place_ - begin)));
  }

  Result<std::string> quoted() {
    const std::size_t began = line_;
    std::string field;
    ++place_;
    while (true) {
      if (at_end()) return wrong(began, "a quotation begins here and never ends");
      const char c = text_[place_++];
      if (c == '\n') ++line_;
      if (c != '"') {
        field += c;
        continue;
      }
      if (at_end() || text_[place_] != '"') break;
      field += '"';
      ++place_;
    }
    while (!at_end() && (text_[place_] == ' ' || text_[place_] == '\r')) ++place_;
    if (!at_end() && text_[place_] != separator_ && text_[place_] != '\n') {
      return wrong(line_, "something follows the end of a quotation");
    }
    return std::string(trim(field));
  }

  std::string_view text_;
  char separator_;
  std::size_t place_ = 0;
  std::size_t line_ = 1;
};

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

bool is_empty(const CsvRow& row) { return row.fields.size() == 1 && row.fields[0].empty(); }

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
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  Reader reader(text);
  if (reader.at_end()) return wrong(1, "there are no columns");
  CsvTable table;
  LOYALD_ASSIGN(CsvRow header, reader.row());
  table.columns = std::move(header.fields);
  LOYALD_TRY(check_columns(table.columns));
  while (!reader.at_end()) {
    LOYALD_ASSIGN(CsvRow row, reader.row());
    if (is_empty(row)) continue;
    if (row.fields.size() != table.columns.size()) {
      return wrong(row.line, "has " + std::to_string(row.fields.size()) +
                                 " fields, the first line " + std::to_string(table.columns.size()));
    }
    if (table.rows.size() == kMaxCsvRows) {
      return wrong(row.line, "more than " + std::to_string(kMaxCsvRows) + " rows");
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace loyald::loyalctl

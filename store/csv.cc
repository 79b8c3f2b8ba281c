// SPDX-License-Identifier: Apache-2.0
#include "store/csv.h"

#include <algorithm>

namespace loyald {

CsvReader::CsvReader(std::string_view text, char separator) : text_(text), separator_(separator) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
}

std::optional<CsvRow> CsvReader::next() {
  while (at_ < text_.size()) {
    CsvRow row;
    row.line = line_;
    const std::size_t begin = at_;
    if (!read_fields(row)) {
      row.fields.clear();
      at_ = std::min(text_.find('\n', begin), text_.size() - 1) + 1;
      line_ = row.line + 1;
      return row;
    }
    line_ += std::count(text_.begin() + static_cast<std::ptrdiff_t>(begin),
                        text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n');
    if (row.fields.size() > 1 || !row.fields.front().empty()) return row;
  }
  return std::nullopt;
}

// Leaves at_ behind the row's line break. False where the row is broken.
bool CsvReader::read_fields(CsvRow& row) {
  enum class Inside { plain, quotes, behind_quotes } inside = Inside::plain;
  const std::size_t end = std::min(text_.size(), at_ + kMaxCsvRowBytes);
  row.fields.emplace_back();
  for (std::size_t i = at_; i < end; ++i) {
    const char c = text_[i];
    std::string& field = row.fields.back();
    if (inside == Inside::quotes) {
      if (c != '"') {
        field += c;
      } else if (i + 1 < text_.size() && text_[i + 1] == '"') {
        field += c;
        ++i;
      } else {
        inside = Inside::behind_quotes;
      }
    } else if (c == separator_) {
      row.fields.emplace_back();
      inside = Inside::plain;
    } else if (c == '\n') {
      if (inside == Inside::plain && field.ends_with('\r')) field.pop_back();
      at_ = i + 1;
      return true;
    } else if (inside == Inside::behind_quotes) {
      if (c == ' ' || c == '\r') continue;
      row.broken = "something follows the end of a quotation";
      return false;
    } else if (c == '"' && field.find_first_not_of(' ') == std::string::npos) {
      field.clear();
      inside = Inside::quotes;
    } else {
      field += c;
    }
  }
  if (end < text_.size()) {
    row.broken = "longer than " + std::to_string(kMaxCsvRowBytes) + " bytes, or a quote not closed";
    return false;
  }
  if (inside == Inside::quotes) {
    row.broken = "a quotation begins here and never ends";
    return false;
  }
  at_ = end;
  return true;
}

char csv_separator(std::string_view text) {
  const std::string_view first = text.substr(0, text.find('\n'));
  char best = ',';
  for (const char candidate : {';', '\t'}) {
    if (std::ranges::count(first, candidate) > std::ranges::count(first, best)) best = candidate;
  }
  return best;
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

}  // namespace loyald

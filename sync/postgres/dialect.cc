// SPDX-License-Identifier: Apache-2.0
#include "sync/postgres/dialect.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace loyald::postgres {
namespace {

constexpr std::pair<std::string_view, std::string_view> kWords[] = {
    {"INTEGER", "BIGINT"},         {"BLOB", "BYTEA"}, {"TEXT", "TEXT COLLATE \"C\""},
    {"STRICT, WITHOUT ROWID", ""}, {"STRICT", ""},
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
}

// The length of the quoted text or comment that begins here; 0 where none does.
std::size_t length_untouched(std::string_view sql) {
  std::size_t end = 0;
  if (sql.starts_with("--")) {
    end = sql.find('\n');
  } else if (sql.front() == '\'') {
    end = sql.find('\'', 1);
  } else {
    return 0;
  }
  return end == std::string_view::npos ? sql.size() : end + 1;
}

}  // namespace

std::string without_zeros(std::string_view text) {
  constexpr std::string_view kSignForZero = "\xE2\x90\x80";
  std::string result;
  for (const char c : text) c == '\0' ? result += kSignForZero : result += c;
  return result;
}

std::string in_dialect(std::string_view sql) {
  std::string text;
  int highest = 0;
  while (!sql.empty()) {
    if (const std::size_t length = length_untouched(sql); length > 0) {
      text += sql.substr(0, length);
      sql.remove_prefix(length);
    } else if (sql.front() == '?') {
      sql.remove_prefix(1);
      const auto* end = std::ranges::find_if_not(sql, is_digit);
      int number = highest + 1;
      std::from_chars(sql.begin(), end, number);
      highest = std::max(highest, number);
      text += '$' + std::to_string(number);
      sql.remove_prefix(static_cast<std::size_t>(end - sql.begin()));
    } else if (sql.starts_with("x'")) {
      text += "'\\x";
      const std::size_t end = std::min(sql.find('\'', 2), sql.size() - 1) + 1;
      text += sql.substr(2, end - 2);
      sql.remove_prefix(end);
    } else if (is_word(sql.front())) {
      const auto* end = std::ranges::find_if_not(sql, is_word);
      const std::string_view word(sql.begin(), end);
      const auto* known = std::ranges::find_if(kWords, [&](const auto& each) {
        return sql.starts_with(each.first) && each.first.substr(0, word.size()) == word;
      });
      const bool is_known = known != std::end(kWords);
      text += is_known ? known->second : word;
      sql.remove_prefix(is_known ? known->first.size() : word.size());
    } else {
      text += sql.front();
      sql.remove_prefix(1);
    }
  }
  return text;
}

}  // namespace loyald::postgres

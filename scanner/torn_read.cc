// SPDX-License-Identifier: Apache-2.0
#include "scanner/torn_read.h"

#include <algorithm>

namespace loyald::scanner {
namespace {

bool is_whole(const CardFormat& format, std::string_view text) {
  return format.check != Check::none && has_shape(format, text) && verifies(format.check, text);
}

bool has_card_at_an_end(const CardFormat& format, std::string_view text) {
  const std::size_t longest = std::min(format.max_length, text.size() - 1);
  for (std::size_t length = format.min_length; length <= longest; ++length) {
    if (is_whole(format, text.substr(0, length))) return true;
    if (is_whole(format, text.substr(text.size() - length))) return true;
  }
  return false;
}

bool is_beginning(const CardFormat& format, std::string_view text) {
  if (text.size() <= format.prefix.size() || text.size() >= format.min_length) return false;
  // With anything behind it, would it have the shape?
  std::string filled(text);
  filled.resize(format.min_length, '0');
  return has_shape(format, filled);
}

}  // namespace

std::optional<std::string> torn_read(const std::vector<CardFormat>& formats, std::string_view text,
                                     Symbology symbology) {
  for (const CardFormat& format : formats) {
    if (text.empty() || format.prefix.empty() || !is_printed_in(format, symbology)) continue;
    if (has_card_at_an_end(format, text)) return "more than one code in one reading";
    if (is_beginning(format, text)) {
      return "only " + std::to_string(text.size()) + " of the " +
             std::to_string(format.min_length) + " characters of format " + format.name;
    }
  }
  return std::nullopt;
}

}  // namespace loyald::scanner

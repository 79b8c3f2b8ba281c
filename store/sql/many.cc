// SPDX-License-Identifier: Apache-2.0
#include "store/sql/many.h"

#include <algorithm>
#include <array>

namespace loyald::sql {
namespace {

// Many lengths would be prepared and planned again and again, few leave a rest in small statements.
constexpr std::array<std::size_t, 5> kLengths{1, 4, 16, 64, 256};

}  // namespace

std::size_t Many::length_for(std::size_t left, Rest rest) {
  const auto longer = std::ranges::find_if(kLengths, [&](std::size_t one) { return one > left; });
  if (longer == kLengths.begin()) return kLengths.front();
  const std::size_t fits = *std::prev(longer);
  return rest == Rest::exact || fits == left || longer == kLengths.end() ? fits : *longer;
}

Prepared& Many::statement(std::size_t length) {
  std::unique_ptr<Prepared>& known = prepared_[length];
  if (known) return *known;
  std::string sql = text_.before;
  for (std::size_t i = 0; i < length; ++i) {
    if (i > 0) sql += text_.between;
    const std::size_t first = sql.size();
    sql += text_.each;
    // A plain ? is the one after the highest so far.
    if (i == 0) sql.insert(sql.find('?', first) + 1, std::to_string(text_.fixed + 1));
  }
  known = database_.prepare(sql + text_.after);
  return *known;
}

}  // namespace loyald::sql

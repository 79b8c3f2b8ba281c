// SPDX-License-Identifier: Apache-2.0
#include "store/programme/line_filter.h"

#include <string_view>

namespace loyald::programme {
namespace {

// Every rule asks this of every line, so it is the loop that evaluations spend their time in; most
// words differ in length.
inline bool names(const std::vector<std::string>& list, std::string_view word) {
  for (const std::string& each : list) {
    if (each.size() == word.size() && each == word) return true;
  }
  return false;
}

// By what a filter names a line, as the reason that it gives; none where it does not.
LineReason match(const LineFilter& filter, const BasketLine& line) {
  if (names(filter.skus, line.sku)) return {ReasonCode::excluded_article};
  if (names(filter.categories, line.category)) return {ReasonCode::excluded_category};
  if (names(filter.departments, line.department)) return {ReasonCode::excluded_department};
  if (names(filter.brands, line.brand)) return {ReasonCode::excluded_brand};
  if (filter.tags.empty()) return {};
  for (std::size_t i = 0; i < line.tags.size(); ++i) {
    if (names(filter.tags, line.tags[i])) {
      return {ReasonCode::excluded_tag, static_cast<std::uint32_t>(i)};
    }
  }
  return {};
}

}  // namespace

LineReason why_not_counted(const BasketLine& line, const std::optional<LineFilter>& include,
                           const LineFilter& exclude) {
  if (include && match(*include, line).empty()) return {ReasonCode::not_included};
  return match(exclude, line);
}

}  // namespace loyald::programme

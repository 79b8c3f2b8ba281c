// SPDX-License-Identifier: Apache-2.0
#include "store/programme/line_filter.h"

#include <algorithm>
#include <string_view>

namespace loyald::programme {
namespace {

bool names(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// By what the filter names the line, "department FUEL"; empty where it does not.
std::string matched_by(const LineFilter& filter, const BasketLine& line) {
  if (names(filter.skus, line.sku)) return "article " + line.sku;
  if (names(filter.categories, line.category)) return "category " + line.category;
  if (names(filter.departments, line.department)) return "department " + line.department;
  if (names(filter.brands, line.brand)) return "brand " + line.brand;
  for (const std::string& tag : line.tags) {
    if (names(filter.tags, tag)) return "tag " + tag;
  }
  return {};
}

}  // namespace

std::string why_not_counted(const BasketLine& line, const std::optional<LineFilter>& include,
                            const LineFilter& exclude) {
  if (include && matched_by(*include, line).empty()) return "not included";
  if (const std::string by = matched_by(exclude, line); !by.empty()) return "excluded: " + by;
  return {};
}

}  // namespace loyald::programme

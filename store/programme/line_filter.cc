// SPDX-License-Identifier: Apache-2.0
#include "store/programme/line_filter.h"

#include <algorithm>
#include <string_view>

namespace loyald::programme {
namespace {

bool names(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// By what a filter names a line. Text is only made of it where somebody is told: most lines are
// asked about by many rules.
struct Match {
  const char* by = nullptr;  // null: it does not
  const std::string* word = nullptr;
};

Match match(const LineFilter& filter, const BasketLine& line) {
  if (names(filter.skus, line.sku)) return {"article", &line.sku};
  if (names(filter.categories, line.category)) return {"category", &line.category};
  if (names(filter.departments, line.department)) return {"department", &line.department};
  if (names(filter.brands, line.brand)) return {"brand", &line.brand};
  for (const std::string& tag : line.tags) {
    if (names(filter.tags, tag)) return {"tag", &tag};
  }
  return {};
}

}  // namespace

std::string why_not_counted(const BasketLine& line, const std::optional<LineFilter>& include,
                            const LineFilter& exclude) {
  if (include && match(*include, line).by == nullptr) return "not included";
  if (const Match found = match(exclude, line); found.by != nullptr) {
    return std::string("excluded: ") + found.by + " " + *found.word;
  }
  return {};
}

}  // namespace loyald::programme

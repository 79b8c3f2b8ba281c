// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "proto/loyald/v1/programme.pb.h"
#include "store/programme_place.h"

// The parts that rules, multipliers and rewards have alike. Pure, callable from any thread.
namespace loyald {

inline constexpr std::size_t kMaxConditionEntries = 100;  // of each list

// "YYYY-MM-DD"; nothing where the key is not there.
Result<std::optional<Date>> read_date(std::string_view key, const std::string& from,
                                      const Place& place);

Result<programme::LineFilter> read_filter(const v1::LineFilter& from, const Place& place);

// `include` and `exclude`, which rules and rewards have alike.
template <class From, class To>
Result<void> read_filters(const From& from, const Place& place, To& to) {
  if (from.has_include()) {
    LOYALD_ASSIGN(to.include, read_filter(from.include(), place.table("include")));
    if (*to.include == programme::LineFilter{}) {
      return place.wrong("include", "names nothing, so that no line would count",
                         "leave it out to include every line");
    }
  }
  LOYALD_ASSIGN(to.exclude, read_filter(from.exclude(), place.table("exclude")));
  return {};
}

// `when`, whose units and tiers are those of `known`.
Result<programme::Condition> read_condition(const v1::Condition& from,
                                            const programme::Programme& known, const Place& place);

}  // namespace loyald

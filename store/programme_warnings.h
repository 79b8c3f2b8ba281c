// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "store/base/time.h"
#include "store/programme/programme.h"

namespace loyald {

// Something a valid programme says that can never have an effect, or is probably not what was
// meant.
struct ProgrammeWarning {
  std::string key;   // "earn base: when.valid_until"
  std::string text;  // why
  std::string hint;  // what to do
  friend bool operator==(const ProgrammeWarning&, const ProgrammeWarning&) = default;
};

// In the order identification, units, tiers, rules, groups, multipliers, rewards. `today` tells
// what is over. Pure, callable from any thread.
std::vector<ProgrammeWarning> programme_warnings(const programme::Programme& programme, Date today);

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "store/base/result.h"
#include "store/programme/programme.h"

namespace loyald {

inline constexpr std::size_t kMaxProgrammeBytes = 256 * 1024;
inline constexpr std::size_t kMaxProgrammeUnits = 32;
inline constexpr std::size_t kMaxProgrammeRules = 200;
inline constexpr std::size_t kMaxProgrammeRewards = 200;
inline constexpr std::size_t kMaxProgrammeGroups = 50;
inline constexpr std::size_t kMaxProgrammeMultipliers = 50;
inline constexpr std::size_t kMaxProgrammeTiers = 20;

// Reads a programme that somebody wrote (proto/loyald/v1/programme.proto says every key and limit).
// `file` is named in errors. Errors: invalid_argument, naming the key, and the nearest valid name
// where something was misspelt (an unknown key, an unknown unit).
Result<programme::Programme> parse_programme(std::string_view toml, std::string_view file);

}  // namespace loyald

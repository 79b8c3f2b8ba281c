// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "store/base/result.h"

namespace loyald {

// Of a decision that somebody at head office makes: who says so fits in the journal.
inline constexpr std::size_t kMaxDecidedByBytes = 64;

// invalid_argument where `reason` is nothing or too long, or `by` is too long.
Result<void> check_words(const std::string& reason, const std::string& by);

}  // namespace loyald

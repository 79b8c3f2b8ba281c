// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace loyald {

// The candidate with the fewest edits to `word`, or empty where none is near enough to be a likely
// misspelling (more than a third of the word, or more than 3 edits).
std::string nearest(std::string_view word, std::span<const std::string> candidates);

bool is_utf8(std::string_view text);

// ASCII blanks at both ends removed.
std::string_view trim(std::string_view text);

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "store/base/result.h"

namespace loyald::daemon {

// All of a file that a person wrote. Errors: not_found (it cannot be opened or read, and why),
// invalid_argument (more than `max_bytes`).
Result<std::string> read_text_file(const std::string& path, std::size_t max_bytes);

// Makes a file, mode 0600, say this and nothing else, at once and durably: after a power cut it
// says what it said or this. unavailable.
Result<void> replace_file(const std::string& path, std::string_view text);

}  // namespace loyald::daemon

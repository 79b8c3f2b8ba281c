// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "store/base/result.h"

namespace loyald::daemon {

// All of a file that a person wrote. Errors: not_found (it cannot be opened or read, and why),
// invalid_argument (more than `max_bytes`).
Result<std::string> read_text_file(const std::string& path, std::size_t max_bytes);

}  // namespace loyald::daemon

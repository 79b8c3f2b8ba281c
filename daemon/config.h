// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "daemon/settings.h"
#include "store/base/result.h"

namespace loyald::daemon {

// Reads loyald.toml; proto/loyald/v1/config.proto says every key. Relative paths in it are taken
// from the file's own directory. Errors: not_found (no such file), invalid_argument, naming the
// file and the key, with what to do as the hint.
Result<DaemonSettings> read_config(const std::string& path);

// The same of a text; `file` is named in errors and is where relative paths are taken from.
Result<DaemonSettings> parse_config(std::string_view toml, const std::string& file);

}  // namespace loyald::daemon

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/message.h>

#include <cstddef>
#include <string_view>
#include <vector>

#include "store/base/result.h"

namespace loyald {

// Larger files are refused unread.
inline constexpr std::size_t kMaxTomlBytes = 1024 * 1024;

// Fills `out` from the TOML text of a file that people write; the message is the file's schema. A
// key is a field's proto name, a table a message, an array of tables a repeated message, a table
// with free keys a map. `file` is named in errors.
// Tables in an array are counted from 1 in key paths: "earn[2].per".
// Errors: invalid_argument with "file:line: key path: what is wrong"; for an unknown key the hint
// names the nearest known one. Every error says one thing; the first in the file's order is
// returned, and `out` is then unspecified.
Result<void> fill_from_toml(std::string_view text, std::string_view file,
                            google::protobuf::Message& out);

// The same, but all that is wrong with the file's form, in its order; where it is no TOML, that
// alone. Empty where it could be filled.
std::vector<Error> mistakes_in_toml(std::string_view text, std::string_view file,
                                    google::protobuf::Message& out);

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <google/protobuf/descriptor.h>

#include <string_view>

#include "store/base/result.h"

namespace loyald::rpc {

// Nesting beyond this is refused; our deepest message has 6 levels.
inline constexpr int kJsonDepthMax = 64;

// Whether `text` is strict JSON (RFC 8259) that has the shape of `message`: every key is a field
// (its JSON or its proto name), objects stand for messages, arrays for repeated fields, and
// integers fit. protobuf's own parser is too kind for a contract about money: it takes [[[]]] for a
// list of messages and drops it, and an object where a list belongs. Messages of google.protobuf
// have JSON forms of their own and are left to it. Errors: invalid_argument "lines[1].quantity: …";
// for an unknown key or enum word the hint names the nearest known one. The first in the text's
// order is returned.
Result<void> check_json_shape(std::string_view text, const google::protobuf::Descriptor& message);

}  // namespace loyald::rpc

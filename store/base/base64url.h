// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "store/base/result.h"

namespace loyald {

// RFC 4648, 5: letters, digits, "-" and "_", without padding. from_base64url takes nothing else.
// Errors: invalid_argument. Callable from any thread.
std::string to_base64url(std::string_view bytes);
Result<std::string> from_base64url(std::string_view text);

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "store/base/result.h"

namespace loyald {

// A phone number in the form it is stored and compared in: "+" and 8 to 15 digits (ITU-T E.164).
// Takes blanks, hyphens, dots, slashes and brackets out, and "00" for "+". invalid_argument
// otherwise; a number without its country cannot be told apart.
Result<std::string> normalised_phone(std::string_view text);

// A mail address in lower case, blanks at the ends removed: something, "@", a domain with a dot; at
// most 254 bytes (RFC 5321). invalid_argument otherwise.
Result<std::string> normalised_mail(std::string_view text);

}  // namespace loyald

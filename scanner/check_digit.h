// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/base/result.h"

namespace loyald::scanner {

// How a number proves that it was read right. Each of them finds every single wrong character.
// Pure functions, callable from any thread.
enum class Check {
  none,
  mod10,  // weights 3, 1, 3 … from the right: GS1 General Specifications 7.9.1 (EAN, UPC, GSRN)
  luhn,   // ISO/IEC 7812-1 annex B (payment cards)
  mod97,  // ISO/IEC 7064 MOD 97-10, two digits; letters count 10 to 35 as in ISO 17442 (LEI)
  mod43,  // ISO/IEC 16388 annex A (Code 39)
};

// As the configuration writes it, for example "mod10", and back.
std::string_view name(Check check);
std::optional<Check> check_named(std::string_view name);

// Whether the check characters at the end of `text` fit what is before them. False where the text
// is too short or has a character that the method does not know. Check::none fits every text.
bool verifies(Check check, std::string_view text);

// `text` with its check characters appended. Fails with invalid_argument where the text is empty or
// has a character that the method does not know.
Result<std::string> with_check(Check check, std::string_view text);

// Whether the last character of a Code 39 number with its check may be `c`: 0-9 A-Z - . space $ / +
// %
bool is_code39(char c);

}  // namespace loyald::scanner

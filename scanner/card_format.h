// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/check_digit.h"
#include "scanner/symbology.h"
#include "store/base/result.h"

namespace loyald::scanner {

inline constexpr std::size_t kMinCardLength = 4;
inline constexpr std::size_t kMaxCardLength = 64;
inline constexpr std::size_t kMaxFormatNameBytes = 64;

enum class Characters {
  digits,
  alphanumeric,  // 0-9 and A-Z; lower case is taken for upper case
};

// "digits", "alphanumeric", and back.
std::string_view name(Characters characters);
std::optional<Characters> characters_named(std::string_view name);

// What one kind of the retailer's cards looks like, as configured.
struct CardFormat {
  std::string name;
  std::string prefix;  // may be empty
  // Of the whole number with prefix and check, in characters.
  std::size_t min_length = 0;
  std::size_t max_length = 0;
  Characters characters = Characters::digits;
  Check check = Check::none;
  std::vector<Symbology> symbologies;  // the codes it is printed in; empty = any
};

// The format, where it makes sense: named, 4 to 64 characters long, a prefix that fits in it and
// whose characters it allows, a check that knows its characters. invalid_argument otherwise, with
// what to change as the hint.
Result<CardFormat> checked(CardFormat format);

// Whether a canonical number has the format's prefix, length and characters. The check is apart:
// verifies(format.check, number).
bool has_shape(const CardFormat& format, std::string_view number);

// Whether a card of this format may come in that code. Symbology::unknown may always: typed numbers
// and scanners that do not tell. UPC-A is EAN-13 with a leading zero and counts as such.
bool is_printed_in(const CardFormat& format, Symbology symbology);

// Whether the EAN-13 or UPC-A of a product may be a card of this format: where its prefix is none
// that GS1 leaves to shops (02, 04, 20 to 29: General Specifications 1.4, 2.1.13), and shorter than
// a company's own, 7 digits.
bool takes_products(const CardFormat& format);

}  // namespace loyald::scanner

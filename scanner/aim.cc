// SPDX-License-Identifier: Apache-2.0
#include "scanner/aim.h"

#include <algorithm>
#include <array>

namespace loyald::scanner {
namespace {

constexpr std::size_t kIdLength = 3;

struct AimCode {
  char code;
  std::string_view modifiers;
  Symbology symbology;
};

// ISO/IEC 15424 table 1. "]X" is the maker's own: Zebra uses 9, C and g for EAN and UPC.
constexpr std::array<AimCode, 22> kCodes{{
    {'A', "01234567", Symbology::code39},
    {'C', "0124", Symbology::code128},
    {'E', "0123", Symbology::ean13},
    {'E', "4", Symbology::ean8},
    {'F', "0124", Symbology::codabar},
    {'G', "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZm", Symbology::code93},
    {'I', "013", Symbology::itf},
    {'L', "012345", Symbology::pdf417},
    {'Q', "0123456", Symbology::qr},
    {'U', "0123", Symbology::maxicode},
    {'X', "9", Symbology::ean13},
    {'X', "C", Symbology::ean8},
    {'X', "g", Symbology::upca},
    {'X', "0", Symbology::other},
    {'Z', "6", Symbology::other},
    {'d', "0123456", Symbology::datamatrix},
    {'e', "0123", Symbology::databar},
    {'h', "0123", Symbology::other},  // Han Xin
    {'z', "0123456789ABC", Symbology::aztec},
    {'M', "0123", Symbology::other},  // MSI
    {'S', "0", Symbology::other},     // 2 of 5
    {'H', "013", Symbology::other},   // Code 11
}};

}  // namespace

AimText split_aim(std::string_view text) {
  AimText plain{{}, Symbology::unknown, text};
  if (text.size() < kIdLength || text[0] != ']') return plain;
  const auto known = std::ranges::find_if(kCodes, [text](const AimCode& entry) {
    return entry.code == text[1] && entry.modifiers.find(text[2]) != std::string_view::npos;
  });
  if (known == kCodes.end()) return plain;
  return {text.substr(0, kIdLength), known->symbology, text.substr(kIdLength)};
}

bool announces_gs1(std::string_view id) {
  return id == "]C1" || id == "]Q3" || id == "]Q4" || id == "]d2" || id == "]d5" || id == "]z1" ||
         id == "]z4" || id == "]e0";
}

bool is_scanner_answer(std::string_view id) { return id == "]Z6"; }

}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
#include "scanner/card_format.h"

#include <algorithm>
#include <utility>

#include "store/base/text.h"

namespace loyald::scanner {
namespace {

bool allows(Characters characters, char c) {
  if (c >= '0' && c <= '9') return true;
  return characters == Characters::alphanumeric && c >= 'A' && c <= 'Z';
}

bool allows_all(Characters characters, std::string_view text) {
  return std::ranges::all_of(text, [characters](char c) { return allows(characters, c); });
}

tl::unexpected<Error> refuse(const CardFormat& format, const std::string& why, std::string hint) {
  return fail(Errc::invalid_argument, "card format \"" + format.name + "\": " + why,
              std::move(hint));
}

Symbology as_printed(Symbology symbology) {
  return symbology == Symbology::upca ? Symbology::ean13 : symbology;
}

constexpr std::size_t kEan13Digits = 13;
// Shorter ones are a country's, or of several companies.
constexpr std::size_t kCompanyPrefixDigits = 7;

bool is_left_to_shops(std::string_view prefix) {
  return prefix.starts_with("02") || prefix.starts_with("04") ||
         (prefix.size() >= 2 && prefix.front() == '2');
}

}  // namespace

std::string_view name(Characters characters) {
  return characters == Characters::digits ? "digits" : "alphanumeric";
}

std::optional<Characters> characters_named(std::string_view name) {
  if (name == "digits") return Characters::digits;
  if (name == "alphanumeric") return Characters::alphanumeric;
  return std::nullopt;
}

Result<CardFormat> checked(CardFormat format) {
  if (format.name.empty() || format.name.size() > kMaxFormatNameBytes || !is_utf8(format.name)) {
    return fail(Errc::invalid_argument, "a card format needs a name of 1 to 64 bytes");
  }
  if (format.min_length < kMinCardLength || format.max_length > kMaxCardLength ||
      format.min_length > format.max_length) {
    return refuse(format, "its length is not within 4 to 64",
                  "set min_length and max_length; equal for cards of one length");
  }
  if (format.prefix.size() > format.min_length) {
    return refuse(format, "its prefix is longer than its shortest card", "raise min_length");
  }
  if (!allows_all(format.characters, format.prefix)) {
    return refuse(format, "its prefix has characters that its cards cannot have",
                  "a prefix is digits, or upper-case letters and digits with characters = "
                  "\"alphanumeric\"");
  }
  const bool digits_only = format.check == Check::mod10 || format.check == Check::luhn;
  if (digits_only && format.characters != Characters::digits) {
    return refuse(format, std::string(name(format.check)) + " checks digits alone",
                  "use check = \"mod97\" for numbers with letters");
  }
  return format;
}

bool has_shape(const CardFormat& format, std::string_view number) {
  if (number.size() < format.min_length || number.size() > format.max_length) return false;
  if (!number.starts_with(format.prefix)) return false;
  // Code 39's check may be a sign that the number itself cannot have.
  if (format.check == Check::mod43 && is_code39(number.back())) number.remove_suffix(1);
  return allows_all(format.characters, number);
}

bool is_printed_in(const CardFormat& format, Symbology symbology) {
  if (symbology == Symbology::unknown || format.symbologies.empty()) return true;
  return std::ranges::any_of(format.symbologies, [symbology](Symbology allowed) {
    return as_printed(allowed) == as_printed(symbology);
  });
}

bool takes_products(const CardFormat& format) {
  const bool may_be_one = format.min_length <= kEan13Digits && format.max_length >= kEan13Digits &&
                          (format.check == Check::mod10 || format.check == Check::none) &&
                          allows_all(Characters::digits, format.prefix) &&
                          is_printed_in(format, Symbology::ean13);
  return may_be_one && !is_left_to_shops(format.prefix) &&
         format.prefix.size() < kCompanyPrefixDigits;
}

}  // namespace loyald::scanner

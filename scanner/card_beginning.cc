// SPDX-License-Identifier: Apache-2.0
#include "scanner/card_beginning.h"

#include <algorithm>

#include "scanner/aim.h"
#include "scanner/gs1.h"
#include "store/base/text.h"

namespace loyald::scanner {
namespace {

constexpr std::size_t kUpcDigits = 12;
constexpr std::size_t kEanDigits = 13;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) { return std::ranges::all_of(text, is_digit); }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

// Whether one begins with the other.
bool agree(std::string_view text, std::string_view literal) {
  const std::size_t size = std::min(text.size(), literal.size());
  return std::equal(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(size), literal.begin(),
                    [](char typed, char c) { return upper(typed) == upper(c); });
}

bool is_allowed(Characters characters, char c) {
  return is_digit(c) ||
         (characters == Characters::alphanumeric && upper(c) >= 'A' && upper(c) <= 'Z');
}

bool may_fit(const CardFormat& format, std::string_view number) {
  if (number.size() > format.max_length || !agree(number, format.prefix)) return false;
  // Code 39's check may be a sign that the number itself cannot have.
  if (format.check == Check::mod43 && number.size() >= format.min_length &&
      is_code39(upper(number.back()))) {
    number.remove_suffix(1);
  }
  return std::ranges::all_of(number, [&](char c) { return is_allowed(format.characters, c); });
}

bool has_length(const CardFormat& format, std::size_t length) {
  return format.min_length <= length && length <= format.max_length;
}

// The recogniser takes twelve digits of a UPC-A and the thirteen of the same EAN-13 for one number.
bool may_fit_as_retail(const CardFormat& format, std::string_view text, Symbology symbology) {
  const bool may_be_retail = symbology == Symbology::unknown || symbology == Symbology::ean13 ||
                             symbology == Symbology::upca;
  if (!may_be_retail || !all_digits(text)) return false;
  if (text.size() <= kUpcDigits && has_length(format, kEanDigits) &&
      (format.prefix.empty() ||
       (format.prefix.front() == '0' && agree(text, std::string_view(format.prefix).substr(1))))) {
    return true;
  }
  return text.size() <= kEanDigits && text.starts_with('0') && has_length(format, kUpcDigits) &&
         agree(text.substr(1), format.prefix);
}

bool may_be_link(std::string_view text) {
  const bool is_web = agree(text, "https://") || agree(text, "http://");
  if (!is_web || text.find_first_of("?#") == std::string_view::npos) return is_web;
  // The path is over, and says what it is.
  return read_digital_link(text).kind == Gs1Key::Kind::recipient;
}

bool may_be_recipient_elements(std::string_view text) {
  while (text.starts_with('\x1d')) text.remove_prefix(1);
  return !text.starts_with("00") && !text.starts_with("01") && !text.starts_with("02");
}

// AI 8018 and its digits, unannounced.
bool may_be_bare_recipient(std::string_view text) {
  constexpr std::string_view kAi = "8018";
  return text.size() <= kAi.size() + kGsrnDigits && all_digits(text) && agree(text, kAi);
}

}  // namespace

bool CardBeginnings::may_become_card(std::string_view text) const {
  if (text.size() < affixes_.prefix.size()) return affixes_.prefix.starts_with(text);
  if (!text.starts_with(affixes_.prefix)) return false;
  return may_be_between_affixes(text.substr(affixes_.prefix.size()));
}

std::string_view CardBeginnings::stripped(std::string_view text) const {
  if (text.size() < affixes_.prefix.size() + affixes_.suffix.size() ||
      !text.starts_with(affixes_.prefix) || !text.ends_with(affixes_.suffix)) {
    return text;
  }
  text.remove_prefix(affixes_.prefix.size());
  text.remove_suffix(affixes_.suffix.size());
  return text;
}

bool CardBeginnings::may_be_between_affixes(std::string_view text) const {
  const std::string_view suffix = affixes_.suffix;
  for (std::size_t typed = 0; typed <= suffix.size(); ++typed) {
    if (!text.ends_with(suffix.substr(0, typed))) continue;
    if (may_be_card(text.substr(0, text.size() - typed))) return true;
  }
  return false;
}

bool CardBeginnings::may_be_card(std::string_view text) const {
  text = trim(text);
  if (text.size() < 3 && text.starts_with(']')) return true;
  const AimText split = split_aim(text);
  if (is_scanner_answer(split.id)) return false;
  const std::string_view body = trim(split.text);
  if (body.empty()) return true;
  if (body.size() > kMaxCardText) return false;
  if (may_be_link(body) || may_be_bare_recipient(body)) return true;
  if (announces_gs1(split.id) && may_be_recipient_elements(body)) return true;
  const bool is_code = std::ranges::any_of(codes_, [body](const CodeKind& kind) {
    return body.size() <= kind.max_length && agree(body, kind.literal) &&
           std::ranges::all_of(body, [&](char c) { return is_allowed(kind.characters, c); });
  });
  return is_code || std::ranges::any_of(cards_.formats(), [&](const CardFormat& format) {
           return is_printed_in(format, split.symbology) &&
                  (may_fit(format, body) || may_fit_as_retail(format, body, split.symbology));
         });
}

}  // namespace loyald::scanner

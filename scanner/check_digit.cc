// SPDX-License-Identifier: Apache-2.0
#include "scanner/check_digit.h"

#include <algorithm>
#include <array>
#include <utility>

#include "store/base/check.h"

namespace loyald::scanner {
namespace {

constexpr std::array<std::pair<Check, std::string_view>, 5> kNames{{
    {Check::none, "none"},
    {Check::mod10, "mod10"},
    {Check::luhn, "luhn"},
    {Check::mod97, "mod97"},
    {Check::mod43, "mod43"},
}};

constexpr std::string_view kCode39 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

bool knows(Check check, char c) {
  switch (check) {
    case Check::none:
      return true;
    case Check::mod10:
    case Check::luhn:
      return is_digit(c);
    case Check::mod97:
      return is_digit(c) || is_upper(c);
    case Check::mod43:
      return is_code39(c);
  }
  CHECK(false);
}

std::size_t check_length(Check check) {
  if (check == Check::none) return 0;
  return check == Check::mod97 ? 2 : 1;
}

char mod10_digit(std::string_view body) {
  unsigned sum = 0;
  unsigned weight = 3;
  for (auto c = body.rbegin(); c != body.rend(); ++c) {
    sum += weight * static_cast<unsigned>(*c - '0');
    weight = 4 - weight;
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

char luhn_digit(std::string_view body) {
  unsigned sum = 0;
  bool doubled = true;
  for (auto c = body.rbegin(); c != body.rend(); ++c, doubled = !doubled) {
    const unsigned value = static_cast<unsigned>(*c - '0') * (doubled ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

unsigned mod97_of(std::string_view text) {
  unsigned rest = 0;
  for (const char c : text) {
    rest = is_digit(c) ? rest * 10 + static_cast<unsigned>(c - '0')
                       : rest * 100 + static_cast<unsigned>(c - 'A') + 10;
    rest %= 97;
  }
  return rest;
}

std::string mod97_digits(std::string_view body) {
  const unsigned check = 98 - mod97_of(std::string(body) + "00");
  return {static_cast<char>('0' + check / 10), static_cast<char>('0' + check % 10)};
}

char mod43_character(std::string_view body) {
  std::size_t sum = 0;
  for (const char c : body) sum += kCode39.find(c);
  return kCode39[sum % kCode39.size()];
}

std::string check_characters(Check check, std::string_view body) {
  switch (check) {
    case Check::none:
      return {};
    case Check::mod10:
      return {mod10_digit(body)};
    case Check::luhn:
      return {luhn_digit(body)};
    case Check::mod97:
      return mod97_digits(body);
    case Check::mod43:
      return {mod43_character(body)};
  }
  CHECK(false);
}

}  // namespace

std::string_view name(Check check) {
  for (const auto& [value, text] : kNames) {
    if (value == check) return text;
  }
  CHECK(false);
}

std::optional<Check> check_named(std::string_view name) {
  for (const auto& [value, text] : kNames) {
    if (text == name) return value;
  }
  return std::nullopt;
}

bool is_code39(char c) { return kCode39.find(c) != std::string_view::npos; }

bool verifies(Check check, std::string_view text) {
  const std::size_t length = check_length(check);
  if (length == 0) return true;
  if (text.size() <= length) return false;
  if (!std::ranges::all_of(text, [check](char c) { return knows(check, c); })) return false;
  // Compared as characters, not as a remainder: MOD 97-10 would let 98 pass for 01 otherwise.
  const std::string_view body = text.substr(0, text.size() - length);
  return check_characters(check, body) == text.substr(body.size());
}

Result<std::string> with_check(Check check, std::string_view text) {
  if (text.empty()) return fail(Errc::invalid_argument, "nothing to compute a check digit of");
  for (const char c : text) {
    if (!knows(check, c)) {
      return fail(Errc::invalid_argument,
                  std::string(name(check)) + " cannot check the character '" + c + "'");
    }
  }
  return std::string(text) + check_characters(check, text);
}

}  // namespace loyald::scanner

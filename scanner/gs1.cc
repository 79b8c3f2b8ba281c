// SPDX-License-Identifier: Apache-2.0
#include "scanner/gs1.h"

#include <algorithm>
#include <array>
#include <utility>

namespace loyald::scanner {
namespace {

constexpr char kSeparator = '\x1d';
constexpr std::string_view kRecipient = "8018";
constexpr std::string_view kArticle = "01";

bool all_digits(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Elements whose AI begins with these two digits end without a separator; the length counts the AI
// (GS1 General Specifications, figure 7.8.5-2). Zero: the element ends at a separator.
std::size_t predefined_length(std::string_view ai) {
  constexpr std::array<std::pair<std::string_view, std::size_t>, 22> kLengths{{
      {"00", 20}, {"01", 16}, {"02", 16}, {"03", 16}, {"04", 18}, {"11", 8},  {"12", 8}, {"13", 8},
      {"14", 8},  {"15", 8},  {"16", 8},  {"17", 8},  {"18", 8},  {"19", 8},  {"20", 4}, {"31", 10},
      {"32", 10}, {"33", 10}, {"34", 10}, {"35", 10}, {"36", 10}, {"41", 16},
  }};
  const auto found =
      std::ranges::find_if(kLengths, [ai](const auto& entry) { return entry.first == ai; });
  return found == kLengths.end() ? 0 : found->second;
}

std::string_view next_element(std::string_view text) {
  const std::size_t fixed = predefined_length(text.substr(0, 2));
  if (fixed > 0) return text.substr(0, fixed);
  return text.substr(0, text.find(kSeparator));
}

std::string_view after_scheme(std::string_view text) {
  constexpr std::array<std::string_view, 2> kSchemes{"https://", "http://"};
  for (const std::string_view scheme : kSchemes) {
    const bool begins = text.size() > scheme.size() &&
                        std::equal(scheme.begin(), scheme.end(), text.begin(),
                                   [](char expected, char c) { return lower(c) == expected; });
    if (begins) return text.substr(scheme.size());
  }
  return {};
}

std::string_view take_segment(std::string_view& path) {
  const std::size_t slash = path.find('/');
  const std::string_view segment = path.substr(0, slash);
  path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  return segment;
}

bool is_gtin(std::string_view text) {
  return all_digits(text) &&
         (text.size() == 8 || text.size() == 12 || text.size() == 13 || text.size() == 14);
}

}  // namespace

Gs1Key read_element_string(std::string_view text) {
  Gs1Key key;
  while (!text.empty()) {
    if (text.front() == kSeparator) {
      text.remove_prefix(1);
      continue;
    }
    const std::string_view element = next_element(text);
    if (element.starts_with(kRecipient) && element.size() == kRecipient.size() + kGsrnDigits &&
        all_digits(element)) {
      return {Gs1Key::Kind::recipient, std::string(element.substr(kRecipient.size()))};
    }
    if (element.starts_with(kArticle) && element.size() == 16 && all_digits(element)) {
      key.kind = Gs1Key::Kind::product;
    }
    text.remove_prefix(element.size());
  }
  return key;
}

Gs1Key read_digital_link(std::string_view text) {
  std::string_view path = after_scheme(text);
  path = path.substr(0, path.find_first_of("?#"));
  take_segment(path);  // the host
  Gs1Key key;
  std::string_view previous;
  while (!path.empty()) {
    const std::string_view segment = take_segment(path);
    if (previous == kRecipient && segment.size() == kGsrnDigits && all_digits(segment)) {
      return {Gs1Key::Kind::recipient, std::string(segment)};
    }
    if (previous == kArticle && is_gtin(segment)) key.kind = Gs1Key::Kind::product;
    previous = segment;
  }
  return key;
}

}  // namespace loyald::scanner

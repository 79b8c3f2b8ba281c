// SPDX-License-Identifier: Apache-2.0
#include "store/programme/language.h"

#include <cstdint>

namespace loyald::programme {

Language language_of(std::string_view bcp47) {
  return bcp47.substr(0, bcp47.find('-')) == "de" ? Language::german : Language::english;
}

std::string money_text(std::int64_t minor, const std::string& currency, Language language) {
  const std::int64_t whole = minor / 100;
  const std::int64_t part = minor % 100;
  const std::int64_t cents = part < 0 ? -part : part;
  std::string text = minor < 0 ? "-" : "";
  text += std::to_string(whole < 0 ? -whole : whole);
  text += language == Language::german ? ',' : '.';
  text += cents < 10 ? "0" : "";
  text += std::to_string(cents);
  return currency.empty() ? text : text + " " + currency;
}

std::string day_text(Date day, Language language) {
  const std::string iso = format(day);
  if (language != Language::german) return iso;
  return iso.substr(8, 2) + "." + iso.substr(5, 2) + "." + iso.substr(0, 4);
}

}  // namespace loyald::programme

// SPDX-License-Identifier: Apache-2.0
#include "store/programme_place.h"

#include <algorithm>

#include "store/base/text.h"

namespace loyald {
namespace {

bool is_id_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

// The unit; known to be one of the programme's.
Result<const programme::Unit*> find_unit(std::string_view key, const std::string& id,
                                         const std::vector<programme::Unit>& units,
                                         const Place& place) {
  if (id.empty()) return place.wrong(key, "is required");
  std::vector<std::string> known;
  for (const programme::Unit& unit : units) {
    if (unit.id == id) return &unit;
    known.push_back(unit.id);
  }
  return place.unknown(key, "unit", id, known);
}

}  // namespace

Place Place::entry(std::string_view array, std::size_t index, const std::string& id) const {
  return Place(text_ + ": " + std::string(array) + " " +
               (id.empty() ? "number " + std::to_string(index + 1) : id));
}

Place Place::table(std::string_view key) const { return Place(text_ + ": " + std::string(key)); }

tl::unexpected<Error> Place::wrong(std::string_view key, const std::string& what,
                                   std::string hint) const {
  return fail(Errc::invalid_argument, text_ + ": " + std::string(key) + ": " + what,
              std::move(hint));
}

tl::unexpected<Error> Place::unknown(std::string_view key, const std::string& what,
                                     const std::string& name,
                                     const std::vector<std::string>& known) const {
  const std::string close = nearest(name, known);
  return wrong(key, "there is no " + what + " " + name,
               close.empty() ? "" : "did you mean " + close + "?");
}

Result<std::int64_t> Place::within(std::string_view key, std::int64_t value, std::int64_t least,
                                   std::int64_t most) const {
  if (value >= least && value <= most) return value;
  return wrong(key, "must be " + std::to_string(least) + " to " + std::to_string(most) + ", not " +
                        std::to_string(value));
}

Result<Money> Place::money(std::string_view key, std::int64_t minor, std::int64_t least) const {
  return within(key, minor, least, kMaxAmount).map([](std::int64_t value) { return Money{value}; });
}

Result<std::string> Place::text(std::string_view key, const std::string& value,
                                std::size_t max_bytes) const {
  if (value.empty()) return wrong(key, "is required");
  if (value.size() > max_bytes) {
    return wrong(key, "is longer than " + std::to_string(max_bytes) + " bytes");
  }
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::any_of(value.begin(), value.end(), is_control)) {
    return wrong(key, "must not hold control characters");
  }
  return value;
}

Result<std::string> Place::id(const std::string& value) const {
  LOYALD_TRY(text("id", value));
  if (!std::all_of(value.begin(), value.end(), is_id_character)) {
    return wrong("id", "may hold letters, digits, \"-\" and \"_\" only: " + value);
  }
  return value;
}

Result<std::string> Place::name(const std::string& value, const std::string& id) const {
  if (value.empty()) return id;
  return text("name", value);
}

Result<std::size_t> Place::one_of(std::string_view key, const std::string& value,
                                  const std::vector<std::string>& words) const {
  if (value.empty()) return std::size_t{0};
  std::string list;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == value) return i;
    list += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
  }
  return wrong(key, "must be " + list + ", not " + value);
}

Result<std::string> read_any_unit_name(std::string_view key, const std::string& unit,
                                       const std::vector<programme::Unit>& units,
                                       const Place& place) {
  LOYALD_TRY(find_unit(key, unit, units, place));
  return unit;
}

Result<std::string> read_unit_name(std::string_view key, const std::string& unit,
                                   const std::vector<programme::Unit>& units, const Place& place) {
  LOYALD_ASSIGN(const programme::Unit* known, find_unit(key, unit, units, place));
  if (known->counter) return place.wrong(key, unit + " is a counter of the programme's own");
  return unit;
}

Result<std::string> read_counter_name(std::string_view key, const std::string& unit,
                                      const std::vector<programme::Unit>& units,
                                      const Place& place) {
  LOYALD_ASSIGN(const programme::Unit* known, find_unit(key, unit, units, place));
  if (!known->counter) {
    return place.wrong(key, unit + " is no counter", "set counter = true in the unit");
  }
  return unit;
}

}  // namespace loyald

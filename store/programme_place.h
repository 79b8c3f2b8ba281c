// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "store/base/amounts.h"
#include "store/base/result.h"
#include "store/programme/programme.h"

// What all parts of a programme's file are read with: where in the file we are, and the checks of
// single values. Errors are invalid_argument and name the place: "programme.toml: earn base: per:
// must be 1 to 1000000, not 0". Pure, callable from any thread.
namespace loyald {

inline constexpr std::size_t kMaxTranslations = 20;
inline constexpr std::int64_t kMaxRate = 1'000'000;
inline constexpr std::int64_t kMaxDays = 3650;

// The table that is being read.
class Place {
 public:
  explicit Place(std::string_view file) : text_(file) {}

  // An entry of an array of tables: by its id, or its place where it has none.
  Place entry(std::string_view array, std::size_t index, const std::string& id) const;
  Place table(std::string_view key) const;

  tl::unexpected<Error> wrong(std::string_view key, const std::string& what,
                              std::string hint = {}) const;
  // There is no `what` of that name; the hint names the nearest known one.
  tl::unexpected<Error> unknown(std::string_view key, const std::string& what,
                                const std::string& name,
                                const std::vector<std::string>& known) const;

  // The value, where it is within the limits.
  Result<std::int64_t> within(std::string_view key, std::int64_t value, std::int64_t least,
                              std::int64_t most) const;
  Result<Money> money(std::string_view key, std::int64_t minor, std::int64_t least) const;

  // Text that is printed and shown: not empty, and nothing that steers a printer.
  Result<std::string> text(std::string_view key, const std::string& value,
                           std::size_t max_bytes = 64) const;
  Result<std::string> id(const std::string& value) const;
  // The default for a name is the id.
  Result<std::string> name(const std::string& value, const std::string& id) const;

  // One of the words, as its place in the list; `value` empty = 0.
  Result<std::size_t> one_of(std::string_view key, const std::string& value,
                             const std::vector<std::string>& words) const;

 private:
  std::string text_;
};

template <class Message>
Result<void> check_count(const Message& entries, std::size_t most, std::string_view array,
                         const Place& place) {
  const auto count = static_cast<std::size_t>(entries.size());
  if (count > most) return place.wrong(array, "more than " + std::to_string(most));
  return {};
}

// Refuses an id that another entry of the same array has.
class UniqueIds {
 public:
  Result<void> add(const std::string& id, const Place& place) {
    if (!seen_.insert(id).second) return place.wrong("id", "is used twice");
    return {};
  }

 private:
  std::set<std::string> seen_;
};

// Reads an array of tables in its order, refusing duplicate ids.
template <class From, class To, class Read>
Result<void> read_all(const From& from, std::string_view array, std::size_t most,
                      const Place& place, std::vector<To>& to, Read read) {
  LOYALD_TRY(check_count(from, most, array, place));
  UniqueIds ids;
  for (const auto& entry : from) {
    const Place here = place.entry(array, to.size(), entry.id());
    LOYALD_ASSIGN(To value, read(entry, here));
    LOYALD_TRY(ids.add(value.id, here));
    to.push_back(std::move(value));
  }
  return {};
}

// Texts of a list, each checked as text().
template <class Words>
Result<std::vector<std::string>> read_words(std::string_view key, const Words& from,
                                            const Place& place) {
  std::vector<std::string> words;
  for (const std::string& word : from) {
    LOYALD_TRY(place.text(key, word));
    words.push_back(word);
  }
  return words;
}

// Translations by language code, each of at most `max_bytes`.
template <class Map>
Result<programme::Translations> read_translations(std::string_view key, const Map& from,
                                                  const Place& place, std::size_t max_bytes = 64) {
  LOYALD_TRY(check_count(from, kMaxTranslations, key, place));
  programme::Translations translations;
  for (const auto& [language, text] : from) {
    const Place here = place.table(key);
    LOYALD_TRY(here.text("language", language));
    LOYALD_ASSIGN(translations[language], here.text(language, text, max_bytes));
  }
  return translations;
}

// A unit that members see, as rules give it and rewards cost it.
Result<std::string> read_unit_name(std::string_view key, const std::string& unit,
                                   const std::vector<programme::Unit>& units, const Place& place);
// A unit of the programme's own, with counter = true.
Result<std::string> read_counter_name(std::string_view key, const std::string& unit,
                                      const std::vector<programme::Unit>& units,
                                      const Place& place);
// Any unit.
Result<std::string> read_any_unit_name(std::string_view key, const std::string& unit,
                                       const std::vector<programme::Unit>& units,
                                       const Place& place);

}  // namespace loyald

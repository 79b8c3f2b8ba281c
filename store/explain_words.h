// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/base/time.h"
#include "store/programme/language.h"
#include "store/programme/programme.h"
#include "store/programme/reason.h"

// How explanations and receipts write sentences, numbers, days and names. Pure, callable from any
// thread.
namespace loyald {

// One sentence in the languages that Loyald speaks. "{0}" is the first thing that it names; that
// both languages name the same things is checked while compiling.
struct Sentence {
  consteval Sentence(std::string_view in_english, std::string_view in_german)
      : english(in_english), german(in_german) {
    if (marks(english) != marks(german)) throw "the languages name different things";
  }

  static constexpr unsigned marks(std::string_view text) {
    unsigned found = 0;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
      if (text[i] == '{') found |= 1U << static_cast<unsigned>(text[i + 1] - '0');
    }
    return found;
  }

  std::string_view english;
  std::string_view german;
};

inline std::string number_text(std::int64_t value) { return std::to_string(value); }

class ExplainWords {
 public:
  // `programme` may be null: then units have their ids for names and money no currency. It must
  // outlive this.
  ExplainWords(const programme::Programme* programme, programme::Language language)
      : programme_(programme), language_(language) {}

  // Every mark must have its thing.
  std::string say(const Sentence& sentence,
                  std::initializer_list<std::string_view> things = {}) const;
  programme::Language language() const { return language_; }

  // The unit's name in the language, where the programme says one.
  std::string unit(const std::string& id) const;
  std::string units(std::int64_t quantity, const std::string& id) const;
  std::string reward(const std::string& id) const;
  std::string tier(const std::string& id) const;
  std::string reason(const programme::Reason& why) const;
  std::string money(std::int64_t minor) const;
  // "2026-11-21", "21.11.2026"; never.
  std::string day(std::int32_t days) const;
  // "2026-11-21T19:14:08.250Z", "21.11.2026 19:14:08 UTC".
  std::string time(Timestamp time) const;
  // "  +5 Points, spendable from 2026-09-21, expires 2027-09-21."
  std::string lot(const v1::LotChange& change) const;

 private:
  const programme::Programme* programme_;
  programme::Language language_;
};

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "scanner/card_recogniser.h"

namespace loyald::scanner {

// Texts that identify a member and are no card numbers. What is recognised in them is the
// recogniser's business; here they are known by how they begin and how long they get.
struct CodeKind {
  std::string_view literal;
  std::size_t max_length = 0;  // of the whole text
  Characters characters = Characters::digits;
};

// Signed and rotating codes (store/base/card_token.h has their form). A new kind is a line here.
inline constexpr std::array<CodeKind, 4> kCodeKinds{{
    {"7411", 227},
    {"7412", 89},
    {"7413", 291},
    {"7414", 153},
}};

// Whether a text that is still being typed can become a card, so that it is worth holding back.
// Never false of the beginning of a text that the recogniser takes for a card, but for one: a GS1
// element string that begins as a product or a logistic unit is let go. Immutable; may be used from
// any thread.
class CardBeginnings {
 public:
  struct Affixes {
    std::string prefix;  // what the scanner is set to put around every code, other than its
    std::string suffix;  // terminator; the recogniser sees what is between them
  };

  // `cards` must outlive this object.
  explicit CardBeginnings(const CardRecogniser& cards) : CardBeginnings(cards, Affixes{}) {}
  CardBeginnings(const CardRecogniser& cards, Affixes affixes,
                 std::span<const CodeKind> codes = kCodeKinds)
      : cards_(cards), affixes_(std::move(affixes)), codes_(codes) {}

  bool may_become_card(std::string_view text) const;

  // The text without prefix and suffix; the whole text where one of them is missing.
  std::string_view stripped(std::string_view text) const;

  const CardRecogniser& cards() const { return cards_; }

 private:
  bool may_be_between_affixes(std::string_view text) const;
  bool may_be_card(std::string_view text) const;

  const CardRecogniser& cards_;
  Affixes affixes_;
  std::span<const CodeKind> codes_;
};

}  // namespace loyald::scanner

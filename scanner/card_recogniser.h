// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scanner/card_format.h"
#include "scanner/scan.h"
#include "store/base/result.h"

namespace loyald::scanner {

// Longer texts are refused unread.
inline constexpr std::size_t kMaxCardText = 512;
inline constexpr std::size_t kMaxCardFormats = 64;
// The name under which a GS1 service relation number (AI 8018) is recognised where no configured
// format describes its 18 digits.
inline constexpr std::string_view kGsrnFormat = "GSRN";
// The same for the number in a signed or rotating code.
inline constexpr std::string_view kTokenFormat = "code";

struct RecognisedCard {
  std::string number;  // canonical: trimmed, upper case, without AIM identifier, AI and host
  std::string format;  // the name of the one format that it matches
  // Where it was read from a signed or rotating code: what that says (store/base/card_token.h).
  // Whether it is genuine, the store knows.
  std::string code = {};

  friend bool operator==(const RecognisedCard&, const RecognisedCard&) = default;
};

// Tells loyalty cards from everything else that is scanned or typed at a register. Immutable; may
// be used from any thread. Its messages are for the cashier and never repeat the text.
class CardRecogniser {
 public:
  // Fails with invalid_argument where a format is not in order (scanner/card_format.h), two share a
  // name, or there are none or too many.
  static Result<CardRecogniser> make(std::vector<CardFormat> formats);

  // The card in `text`; not_a_card where there is none, with the reason:
  // - GS1 element strings and Digital Links with AI 8018 are their GSRN; with AI 01 a product.
  // - A signed or rotating code is the card it names, whether or not a format describes that.
  // - Otherwise exactly one format must fit: prefix, length, characters, code, check. Twelve digits
  //   of a UPC-A and the thirteen of the same EAN-13 are one number.
  // `symbology` is a help where known; the text's AIM identifier goes before it.
  Result<RecognisedCard> recognise(std::string_view text,
                                   Symbology symbology = Symbology::unknown) const;

  // The same for what a device read. A scan that stopped midway is a card only by its check digit.
  Result<RecognisedCard> recognise(const Scan& scan) const;

  const std::vector<CardFormat>& formats() const { return formats_; }

 private:
  explicit CardRecogniser(std::vector<CardFormat> formats) : formats_(std::move(formats)) {}

  Result<RecognisedCard> recognise_gsrn(const std::string& digits) const;
  Result<RecognisedCard> recognise_number(std::string_view text, Symbology symbology,
                                          bool is_gsrn) const;

  std::vector<CardFormat> formats_;
};

}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
#include "scanner/torn_read.h"

#include <doctest/doctest.h>

#include "scanner/card_recogniser.h"

namespace loyald::scanner {
namespace {

std::vector<CardFormat> formats() {
  const CardFormat club{"club",
                        "042",
                        13,
                        13,
                        Characters::digits,
                        Check::mod10,
                        {Symbology::ean13, Symbology::code128}};
  const CardFormat open{"open", "", 6, 8, Characters::digits, Check::none, {}};
  const CardFormat vip{"vip", "VIP", 8, 8, Characters::alphanumeric, Check::none, {}};
  return {club, open, vip};
}

std::string why(std::string_view text, Symbology symbology = Symbology::unknown) {
  return torn_read(formats(), text, symbology).value_or("");
}

TEST_CASE("a part of a card is told as one") {
  CHECK(why("0420000001") == "only 10 of the 13 characters of format club");
  CHECK(why("0420") == "only 4 of the 13 characters of format club");
  CHECK(why("VIP0A") == "only 5 of the 8 characters of format vip");
  // The prefix alone could be anything; other characters or another code are no part.
  CHECK(why("042").empty());
  CHECK(why("042A").empty());
  CHECK(why("0420000001", Symbology::qr).empty());
  CHECK(why("").empty());
}

TEST_CASE("a card with something before or after it is told as more than one code") {
  const std::string card = "0420000001232";
  const std::string product = "4006381333931";
  for (const std::string& text : {card + card, card + product, product + card, card + "]E0" + card,
                                  card.substr(5) + card, card + card.substr(0, 4)}) {
    CAPTURE(text);
    CHECK(why(text) == "more than one code in one reading");
  }
  // A number without a check digit is found in anything.
  CHECK(why(product + "123456").empty());
  CHECK(why(product + product).empty());
  CHECK(why("0420000001233" + product).empty());
}

TEST_CASE("the recogniser says so, and what to do, and takes neither for a card") {
  const CardRecogniser recogniser = CardRecogniser::make(formats()).value();
  const auto joined = recogniser.recognise(
      "0420000001232"
      "0420000001232");
  REQUIRE_FALSE(joined);
  CHECK(joined.error().code == Errc::not_a_card);
  CHECK(joined.error().message == "more than one code in one reading");
  CHECK(joined.error().hint.find("Enter (CR)") != std::string::npos);
  // A product whose last digits would be a card.
  const CardFormat tail{"tail", "9", 7, 7, Characters::digits, Check::mod10, {}};
  CHECK(torn_read({tail}, "4006069000001", Symbology::unknown));
  const auto product = CardRecogniser::make({tail}).value().recognise("4006069000001");
  REQUIRE_FALSE(product);
  CHECK(product.error().hint == "this looks like the barcode of a product");
  const auto half = recogniser.recognise("]E00420000001");
  REQUIRE_FALSE(half);
  CHECK(half.error().message == "only 10 of the 13 characters of format club");
}

}  // namespace
}  // namespace loyald::scanner

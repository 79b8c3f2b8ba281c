// SPDX-License-Identifier: Apache-2.0
// How many cards are read in pictures that have something wrong with them, and that what is misread
// is never taken for a card. tests/bench/picture_bench.cc does the same with more and larger ones.
#include "tests/scanner/card_pictures.h"

#include <doctest/doctest.h>

#include <map>

#include "scanner/picture_decoder.h"

namespace loyald::scanner {
namespace {

using testing::card_picture;
using testing::Trouble;

constexpr int kPerTrouble = 16;

std::optional<RecognisedCard> card_in(const CardRecogniser& cards, const DecodedPicture& decoded) {
  const auto scan = scan_of(decoded.aim + decoded.text, true, "camera", "1", {0});
  if (!scan) return std::nullopt;
  const auto card = cards.recognise(*scan);
  if (!card) return std::nullopt;
  return *card;
}

TEST_CASE("of cards with something wrong, so many are read, and none as another card") {
  // Measured and a little less, so that another machine's rounding does not matter.
  const std::map<Trouble, int> floors{
      {Trouble::none, 13},         {Trouble::rotated, 9}, {Trouble::skewed, 13},
      {Trouble::low_contrast, 12}, {Trouble::small, 10},  {Trouble::blurred, 12},
      {Trouble::noisy, 8},         {Trouble::phone, 9},
  };
  const CardRecogniser recogniser = testing::shop_of_pictures();
  SeededRandom random(2026);
  for (const Trouble trouble : testing::kTroubles) {
    PictureDecoder decoder;
    int read = 0;
    int misread = 0;
    for (int i = 0; i < kPerTrouble; ++i) {
      const std::string text = testing::random_card(random);
      const auto picture = card_picture(trouble, text, 640, 360, random);
      const auto decoded = decoder.decode(picture.picture, Effort::single,
                                          {Symbology::qr, Symbology::ean13, Symbology::code128});
      if (!decoded) continue;
      ++(decoded->text == text ? read : misread);
      const auto card = card_in(recogniser, *decoded);
      if (card) CHECK(card->number == text);
    }
    CAPTURE(name(trouble));
    CHECK(read >= floors.at(trouble));
    CHECK(misread == 0);
  }
}

TEST_CASE("in frames without a card there is none") {
  const CardRecogniser recogniser = testing::shop_of_pictures();
  SeededRandom random(7);
  PictureDecoder decoder;
  for (int i = 0; i < 12; ++i) {
    const auto decoded = decoder.decode(testing::empty_frame(640, 360, random), Effort::single, {});
    if (decoded) CHECK_FALSE(card_in(recogniser, *decoded));
  }
  // A product that is held to the camera.
  for (const Trouble trouble : testing::kTroubles) {
    const auto picture = card_picture(trouble, "4006381333931", 640, 360, random);
    const auto decoded = decoder.decode(picture.picture, Effort::single, {});
    if (decoded) CHECK_FALSE(card_in(recogniser, *decoded));
  }
}

}  // namespace
}  // namespace loyald::scanner

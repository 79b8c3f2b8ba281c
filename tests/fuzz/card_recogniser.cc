// SPDX-License-Identifier: Apache-2.0
// Input: a byte for the symbology, then the text.
#include "scanner/card_recogniser.h"

#include <algorithm>

#include "store/base/check.h"
#include "tests/fuzz/targets.h"

namespace loyald::fuzz {
namespace {

using namespace scanner;  // NOLINT: the whole file is about it

const CardRecogniser& recogniser() {
  static const CardRecogniser all =
      CardRecogniser::make(
          {
              {"club", "042", 13, 13, Characters::digits, Check::mod10, {}},
              {"luhn", "9", 10, 12, Characters::digits, Check::luhn, {}},
              {"mod97", "77", 8, 20, Characters::digits, Check::mod97, {}},
              {"mod43", "C", 6, 20, Characters::alphanumeric, Check::mod43, {}},
              {"vip", "VIP", 8, 8, Characters::alphanumeric, Check::none, {Symbology::qr}},
          })
          .value();
  return all;
}

}  // namespace

void card_recogniser(ByteView bytes) {
  Input input(bytes);
  const auto symbology =
      static_cast<Symbology>(input.byte() % (static_cast<int>(Symbology::other) + 1));
  const std::string text = to_string(input.rest());
  const auto card = recogniser().recognise(text, symbology);
  if (!card) {
    CHECK(card.error().code == Errc::not_a_card);
    // Messages are shown and logged: they must not repeat a card's number.
    const bool is_number =
        text.size() >= kMinCardLength && text.find_first_not_of("0123456789") == std::string::npos;
    CHECK(!is_number || card.error().message.find(text) == std::string::npos);
    return;
  }
  CHECK(!card->number.empty() && card->number.size() <= kMaxCardText);
  const auto& formats = recogniser().formats();
  const auto format = std::ranges::find(formats, card->format, &CardFormat::name);
  if (format == formats.end()) {
    CHECK(card->format == kGsrnFormat);
    return;
  }
  CHECK(has_shape(*format, card->number));
  CHECK(verifies(format->check, card->number));
  // A canonical number is the same card when it is typed.
  CHECK(recogniser().recognise(card->number) == card);
}

}  // namespace loyald::fuzz

// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <cstdio>

#include "scanner/barcode_writer.h"
#include "store/base/card_token.h"

namespace loyald::scanner {
namespace {

const std::string kCard = "0420000001232";

// What the same bytes would be in the alphabet of base32.
std::string base32_text(const std::string& before, const Signature& signature) {
  constexpr std::string_view kCharacters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  std::string text = before;
  unsigned bits = 0;
  int count = 0;
  for (const std::uint8_t byte : signature) {
    bits = bits << 8 | byte;
    for (count += 8; count >= 5; count -= 5) text += kCharacters[bits >> (count - 5) & 31U];
    bits &= 31U;
  }
  if (count > 0) text += kCharacters[bits << (5 - count) & 31U];
  return text;
}

int modules_of(const std::string& text) {
  const auto drawn = draw_barcode(text, Symbology::qr, {.quiet_zone = 0});
  REQUIRE(drawn);
  return drawn->width;
}

int shown(const char* what, const std::string& text) {
  const int modules = modules_of(text);
  std::printf("%-44s %3zu characters, QR version %d-M, %d x %d modules\n", what, text.size(),
              (modules - 17) / 4, modules, modules);
  return modules;
}

TEST_CASE("how large the codes of cards are") {
  const SigningSeed seed{1, 2, 3};
  const std::string text = signed_card_text(1, seed, kCard);
  const Signature signature = sign(card_words(1, kCard), seed);
  CHECK(shown("signed, digits", text) == 37);
  CHECK(shown("signed, base32 with fields", base32_text("LE1:" + kCard + ":1:", signature)) == 41);
  CHECK(shown("signed, base32 without separators", base32_text("LE1" + kCard, signature)) == 37);
  CHECK(shown("signed, digits, a GSRN", signed_card_text(1, seed, "506012345678901238")) == 37);
  CHECK(shown("signed, digits, a card of 39 digits",
              signed_card_text(1, seed, std::string(39, '4'))) == 37);
  CHECK(shown("signed, digits, 19 with letters",
              signed_card_text(1, seed, "ABCDEFGHIJKLMNOPQR7")) == 37);
  CHECK(shown("signed, digits, a card of 64 letters",
              signed_card_text(1, seed, std::string(64, 'X'))) == 45);
  const CodeKey key = code_key_of(CodeMaster{}, kCard);
  CHECK(shown("rotating, digits", rotating_code_text(1, key, kCard, {1'700'000'000'000})) == 25);
  CHECK(shown("rotating, letters with fields", "LG1:1700000000:" + kCard + ":07081804") == 25);
  CHECK(shown("number alone", kCard) == 21);
}

}  // namespace
}  // namespace loyald::scanner

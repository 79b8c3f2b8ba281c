// SPDX-License-Identifier: Apache-2.0
#include "scanner/card_recogniser.h"

#include <doctest/doctest.h>

#include "scanner/masked.h"
#include "store/base/card_token.h"
#include "store/base/random.h"

namespace loyald::scanner {
namespace {

CardRecogniser shop() {
  return CardRecogniser::make(
             {
                 {"club",
                  "042",
                  13,
                  13,
                  Characters::digits,
                  Check::mod10,
                  {Symbology::ean13, Symbology::code128}},
                 {"vip", "VIP", 8, 8, Characters::alphanumeric, Check::none, {Symbology::qr}},
                 {"old", "9", 10, 12, Characters::digits, Check::luhn, {}},
                 {"older", "91", 10, 10, Characters::digits, Check::none, {}},
             })
      .value();
}

RecognisedCard card(std::string_view text, Symbology symbology = Symbology::unknown) {
  CAPTURE(text);
  const auto recognised = shop().recognise(text, symbology);
  REQUIRE(recognised);
  return *recognised;
}

std::string refusal(std::string_view text, Symbology symbology = Symbology::unknown) {
  CAPTURE(text);
  const auto recognised = shop().recognise(text, symbology);
  REQUIRE_FALSE(recognised);
  REQUIRE(recognised.error().code == Errc::not_a_card);
  return recognised.error().message;
}

TEST_CASE("one number, however it was read") {
  const RecognisedCard club{"0420000001232", "club"};
  CHECK(card("0420000001232") == club);
  CHECK(card(" 0420000001232\r\n") == club);
  CHECK(card("]E00420000001232") == club);
  CHECK(card("]C0 0420000001232 ") == club);
  CHECK(card("420000001232") == club);  // the same bars as UPC-A
  CHECK(card("]E0420000001232") == club);
  CHECK(card("420000001232", Symbology::upca) == club);
  CHECK(card("0420000001232", Symbology::ean13) == club);

  const RecognisedCard vip{"VIP0A1B2", "vip"};
  CHECK(card("VIP0A1B2") == vip);
  CHECK(card("vip0a1b2") == vip);  // Caps Lock compensation turns the case
  CHECK(card("]Q1vip0A1b2") == vip);
}

TEST_CASE("the identifier in the text goes before what the caller knows") {
  CHECK(card("]Q1VIP0A1B2", Symbology::ean13).format == "vip");
  CHECK(refusal("VIP0A1B2", Symbology::ean13) == "format vip is not printed as ean13");
  // UPC-A's leading zero is no matter of other codes.
  CHECK(refusal("]C0420000001232") == "no card format matches these 12 characters");
}

TEST_CASE("why a text is no card") {
  CHECK(refusal("0420000001233") == "check digit wrong for format club");
  CHECK(refusal("5901234123457") == "no card format matches these 13 characters");
  CHECK(shop().recognise("5901234123457").error().hint ==
        "this looks like the barcode of a product");
  CHECK(refusal("") == "nothing was scanned");
  CHECK(refusal("]Q1 \r") == "nothing was scanned");
  CHECK(refusal(std::string(513, '1')) == "too long for a card: 513 characters");
  CHECK(refusal("https://id.gs1.org/01/09506000134352") == "this is a product link, not a card");
  CHECK(refusal("]C10109506000134352") == "this is a product link, not a card");
  CHECK(refusal("https://a.example/menu") == "no card format matches these 22 characters");
  CHECK(refusal("VIP0A1B\xc3\xa9").starts_with("no card format matches"));
  // 9100000000 has a right Luhn digit, so that both formats fit it.
  CHECK(refusal("9100000000") == "ambiguous: old, older");
}

TEST_CASE("a card of two formats of which one check fails is the other's") {
  CHECK(card("9100000001").format == "older");
}

TEST_CASE("GS1 service relation numbers") {
  const RecognisedCard member{"506012345678901238", "GSRN"};
  CHECK(card("]C18018506012345678901238") == member);
  CHECK(card("]Q38018506012345678901238\x1d"
             "80191") == member);
  CHECK(card("8018506012345678901238") == member);
  CHECK(card("]Q1https://shop.example/8018/506012345678901238?a=b") == member);
  CHECK(refusal("]C18018506012345678901237") == "check digit wrong for format GSRN");
  CHECK(refusal("https://shop.example/8018/506012345678901237") ==
        "check digit wrong for format GSRN");
  // Nothing says that these digits are GS1's, and their check digit says that they are not.
  CHECK(refusal("8018506012345678901237") == "no card format matches these 22 characters");
}

TEST_CASE("a configured format gives its name to GS1 numbers, and overlaps are told") {
  const auto own = CardRecogniser::make(
      {{"member", "5060", 18, 18, Characters::digits, Check::mod10, {Symbology::qr}}});
  CHECK(own->recognise("]C18018506012345678901238").value() ==
        RecognisedCard{"506012345678901238", "member"});
  CHECK(own->recognise("506012345678901238").value().format == "member");

  const auto overlap =
      CardRecogniser::make({{"long", "80", 22, 22, Characters::digits, Check::none, {}}});
  CHECK(overlap->recognise("8018506012345678901238").error().message == "ambiguous: long, GSRN");
  CHECK(overlap->recognise("8018506012345678901237").value().format == "long");
}

TEST_CASE("a scan that stopped midway is a card only by its check digit") {
  Scan scan;
  scan.text = "0420000001232";
  scan.complete = false;
  CHECK(shop().recognise(scan).value().format == "club");
  scan.text = "VIP0A1B2";
  CHECK(shop().recognise(scan).error().message == "the scanner stopped in the middle of the code");
  scan.complete = true;
  CHECK(shop().recognise(scan).value().format == "vip");
}

TEST_CASE("a format of both lengths has one canonical number") {
  const auto both =
      CardRecogniser::make({{"upc", "", 12, 13, Characters::digits, Check::mod10, {}}});
  for (const char* text : {"420000001232", "0420000001232", "]E0420000001232"}) {
    CHECK(both->recognise(text).value().number == "0420000001232");
  }
  const auto short_only =
      CardRecogniser::make({{"upc", "42", 12, 12, Characters::digits, Check::mod10, {}}});
  for (const char* text : {"420000001232", "0420000001232", "]E00420000001232"}) {
    CHECK(short_only->recognise(text).value().number == "420000001232");
  }
}

TEST_CASE("twelve digits are a UPC-A only where their check digit says so") {
  const auto plain =
      CardRecogniser::make({{"plain", "04", 13, 13, Characters::digits, Check::none, {}}});
  CHECK(plain->recognise("420000001232").value().number == "0420000001232");
  CHECK_FALSE(plain->recognise("420000001231"));
}

TEST_CASE("formats that cannot be told apart by name are refused") {
  const CardFormat any{"any", "", 4, 8, Characters::digits, Check::none, {}};
  CHECK_FALSE(CardRecogniser::make({}));
  CHECK_FALSE(CardRecogniser::make({any, any}));
  CardFormat reserved = any;
  reserved.name = "GSRN";
  CHECK_FALSE(CardRecogniser::make({reserved}));
  CHECK_FALSE(CardRecogniser::make(std::vector<CardFormat>(kMaxCardFormats + 1, any)));
}

TEST_CASE("any bytes are answered, never with the number itself") {
  SeededRandom random(8018);
  const CardRecogniser recogniser = shop();
  const std::string_view seeds[] = {"]C18018506012345678901238", "0420000001232", "VIP0A1B2",
                                    "https://a.example/8018/506012345678901238", "9100000000"};
  for (int round = 0; round < 20'000; ++round) {
    std::string text(seeds[random.below(std::size(seeds))]);
    for (std::uint64_t edits = random.below(4); edits > 0 && !text.empty(); --edits) {
      const std::size_t at = random.below(text.size());
      if (random.below(3) == 0)
        text.erase(at, random.below(5));
      else
        text[at] = static_cast<char>(random.below(256));
    }
    const auto recognised = recogniser.recognise(text);
    if (recognised) {
      CHECK(recogniser.recognise(recognised->number).has_value() ==
            (recognised->format != kGsrnFormat));
      continue;
    }
    CHECK(recognised.error().code == Errc::not_a_card);
    if (text.size() > 4) CHECK(recognised.error().message.find(text) == std::string::npos);
  }
}

TEST_CASE("signed and rotating codes are the cards they name, whether or not a format fits") {
  const SigningSeed seed{1};
  const std::string code = signed_card_text(1, seed, "0420000001232");
  CHECK(card(code) == RecognisedCard{"0420000001232", "club", code});
  CHECK(card("]Q1" + code + "\r\n", Symbology::qr) ==
        RecognisedCard{"0420000001232", "club", code});
  const std::string other = signed_card_text(1, seed, "55AB");
  CHECK(card(other) == RecognisedCard{"55AB", std::string(kTokenFormat), other});
  const std::string phone = rotating_code_text(1, CodeKey{}, "VIP0A1B2", {1'790'000'000'000});
  CHECK(card(phone, Symbology::qr) == RecognisedCard{"VIP0A1B2", "vip", phone});
  // What is cut off is no card's number, and hardly a code; what it proves fails then.
  constexpr std::size_t kGsrnDigits = 18;  // such a one it may be by chance
  for (std::size_t size = 0; size < code.size(); ++size) {
    if (size == kGsrnDigits) continue;
    CAPTURE(size);
    const auto part = shop().recognise(code.substr(0, size));
    CHECK((!part || part->code == code.substr(0, size)));
  }
  Scan scan;
  scan.text = code;
  scan.complete = false;
  CHECK(shop().recognise(scan).has_value());
}

TEST_CASE("masked numbers show the last four, and never more than half") {
  CHECK(masked("0420000001232") == "•••1232");
  CHECK(masked("VIP0A1B2") == "•••A1B2");
  CHECK(masked("1234") == "•••34");
  CHECK(masked("1") == "•••");
  CHECK(masked("") == "•••");
}

}  // namespace
}  // namespace loyald::scanner

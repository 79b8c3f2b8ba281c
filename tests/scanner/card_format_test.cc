// SPDX-License-Identifier: Apache-2.0
#include "scanner/card_format.h"

#include <doctest/doctest.h>

namespace loyald::scanner {
namespace {

CardFormat sensible() {
  return {"club", "042", 13, 13, Characters::digits, Check::mod10, {Symbology::ean13}};
}

void check_refused(CardFormat format, std::string_view why) {
  const auto result = checked(std::move(format));
  REQUIRE_FALSE(result);
  CHECK(result.error().code == Errc::invalid_argument);
  CHECK_MESSAGE(result.error().message.find(why) != std::string::npos, result.error().message);
}

TEST_CASE("a sensible format passes unchanged") {
  const auto format = checked(sensible());
  REQUIRE(format);
  CHECK(format->name == "club");
  CHECK(format->prefix == "042");
}

TEST_CASE("each mistake is named") {
  CardFormat format = sensible();
  format.name.clear();
  check_refused(format, "name");

  format = sensible();
  format.min_length = 3;
  check_refused(format, "length");
  format = sensible();
  format.max_length = 65;
  check_refused(format, "length");
  format = sensible();
  format.min_length = 14;
  check_refused(format, "length");

  format = sensible();
  format.prefix = "04212345678901";
  check_refused(format, "prefix is longer");
  format = sensible();
  format.prefix = "VIP";
  check_refused(format, "prefix has characters");
  format = sensible();
  format.characters = Characters::alphanumeric;
  check_refused(format, "mod10 checks digits alone");
}

TEST_CASE("whether a format takes products for cards") {
  for (const char* prefix : {"02", "04", "042", "20", "29", "290", "4006381", "59012341"}) {
    CardFormat format = sensible();
    format.prefix = prefix;
    CAPTURE(prefix);
    CHECK_FALSE(takes_products(format));
  }
  for (const char* prefix : {"", "0", "2", "03", "30", "590", "400638"}) {
    CAPTURE(prefix);
    CardFormat format = sensible();
    format.prefix = prefix;
    CHECK(takes_products(format));
    format.symbologies = {Symbology::upca};
    CHECK(takes_products(format));
    format.symbologies.clear();
    CHECK(takes_products(format));
    format.check = Check::none;
    format.max_length = 20;
    CHECK(takes_products(format));
    // Nobody prints them so, or so long, or so checked.
    format.min_length = 14;
    CHECK_FALSE(takes_products(format));
    format.min_length = 13;
    format.symbologies = {Symbology::code128, Symbology::qr};
    CHECK_FALSE(takes_products(format));
    format.symbologies.clear();
    format.check = Check::luhn;
    CHECK_FALSE(takes_products(format));
  }
}

TEST_CASE("shape") {
  const CardFormat club = sensible();
  CHECK(has_shape(club, "0420000001232"));
  CHECK(has_shape(club, "0420000001230"));  // the check is another question
  CHECK_FALSE(has_shape(club, "042000000123"));
  CHECK_FALSE(has_shape(club, "04200000012322"));
  CHECK_FALSE(has_shape(club, "0430000001232"));
  CHECK_FALSE(has_shape(club, "04200000012A2"));

  const CardFormat code39{"old", "K", 4, 8, Characters::alphanumeric, Check::mod43, {}};
  CHECK(has_shape(code39, "K123+"));
  CHECK_FALSE(has_shape(code39, "K1+23"));
  CHECK_FALSE(has_shape(code39, "k1234"));
}

TEST_CASE("printed in") {
  CardFormat club = sensible();
  CHECK(is_printed_in(club, Symbology::ean13));
  CHECK(is_printed_in(club, Symbology::upca));
  CHECK(is_printed_in(club, Symbology::unknown));
  CHECK_FALSE(is_printed_in(club, Symbology::qr));
  club.symbologies.clear();
  CHECK(is_printed_in(club, Symbology::qr));
}

}  // namespace
}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/card_code.h"

#include "tests/daemon/loyalctl/printed.h"

namespace loyald::loyalctl::testing {
namespace {

using scanner::Symbology;

// White modules before the first dark one and after the last, over all rows.
std::pair<int, int> white_sides(const scanner::Picture& modules) {
  int first = modules.width;
  int last = -1;
  for (int y = 0; y < modules.height; ++y) {
    for (int x = 0; x < modules.width; ++x) {
      if (modules.at(x, y) >= 128) continue;
      first = std::min(first, x);
      last = std::max(last, x);
    }
  }
  return {first, modules.width - 1 - last};
}

}  // namespace

TEST_CASE("codes have the white around them that their standards want") {
  const std::pair<Symbology, int> wanted[] = {{Symbology::ean13, 11},     {Symbology::code128, 10},
                                              {Symbology::code39, 10},    {Symbology::qr, 4},
                                              {Symbology::datamatrix, 1}, {Symbology::pdf417, 2}};
  for (const auto& [symbology, modules] : wanted) {
    INFO(scanner::name(symbology));
    const auto code = card_code(card_of(1).text, symbology);
    REQUIRE(code);
    const auto [left, right] = white_sides(code->modules);
    CHECK(left >= modules);
    CHECK(right >= modules);
  }
}

TEST_CASE("a code fits on a card with modules of whole dots, or is refused") {
  for (const Symbology symbology :
       {Symbology::ean13, Symbology::code128, Symbology::qr, Symbology::aztec, Symbology::pdf417}) {
    for (const std::size_t length : {13U, 20U, 40U, 64U, 180U, 400U, 900U}) {
      if (symbology == Symbology::ean13 && length != 13) continue;
      const std::string text = length == 13 ? card_of(1).text : std::string(length, '7');
      const auto code = card_code(text, symbology);
      INFO(scanner::name(symbology), " of ", length);
      if (length <= 20) REQUIRE(code);
      if (!code) continue;
      CHECK(code->width_mm < 77.1);
      CHECK(code->height_mm < 32.1);
      const double module_mm = code->width_mm / code->modules.width;
      CHECK(module_mm >= (scanner::is_linear(symbology) ? 0.25 : 0.33));
      CHECK(module_mm / kDotMm == doctest::Approx(code->module_dots));
    }
  }
  CHECK(card_code(std::string(900, '7'), Symbology::code128).error().code ==
        Errc::invalid_argument);
  CHECK(card_code("0420000001231", Symbology::ean13).error().code == Errc::invalid_argument);
}

TEST_CASE("numbers are grouped as people read them") {
  CHECK(grouped("0420000001232", Symbology::ean13) == "0  420000  001232");
  CHECK(grouped("0420000001232", Symbology::qr) == "0420 0000 0123 2");
  CHECK(grouped("LC12345678", Symbology::code128) == "LC12 3456 78");
}

}  // namespace loyald::loyalctl::testing

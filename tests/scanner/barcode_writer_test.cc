// SPDX-License-Identifier: Apache-2.0
#include "scanner/barcode_writer.h"

#include <doctest/doctest.h>

#include "scanner/barcode_svg.h"

namespace loyald::scanner {
namespace {

TEST_CASE("what cannot be written is refused, not thrown") {
  const auto refused = [](std::string_view text, Symbology symbology, BarcodeShape shape = {}) {
    const auto drawn = draw_barcode(text, symbology, shape);
    return !drawn && drawn.error().code == Errc::invalid_argument;
  };
  CHECK(refused("", Symbology::qr));
  CHECK(refused("12345", Symbology::ean13));
  CHECK(refused("5901234123450", Symbology::ean13));  // wrong check digit
  CHECK(refused("59012341234AB", Symbology::ean13));
  CHECK(refused("x", Symbology::maxicode));
  CHECK(refused("\xff", Symbology::qr));
  CHECK(refused(std::string(kMaxBarcodeText + 1, 'x'), Symbology::qr));
  CHECK(refused("x", Symbology::qr, {.width = 5000}));
  CHECK(refused("x", Symbology::qr, {.quiet_zone = -1}));
}

TEST_CASE("without a size there is one pixel per module") {
  const auto qr = draw_barcode("0420000001232", Symbology::qr, {});
  REQUIRE(qr);
  CHECK(qr->width == 21 + 2 * 4);
  CHECK(qr->height == qr->width);
  const auto ean = draw_barcode("5901234123457", Symbology::ean13, {.quiet_zone = 10});
  REQUIRE(ean);
  CHECK(ean->width == 95 + 2 * 10);
  CHECK(ean->height == 1);
}

TEST_CASE("SVG paints exactly the dark modules") {
  Picture picture = blank_picture(5, 3);
  picture.at(1, 0) = 0;
  picture.at(1, 1) = 0;
  picture.at(3, 2) = 0;
  picture.at(4, 2) = 0;
  const std::string svg = barcode_svg(picture, 50, 20);
  CHECK(svg.find("d=\"M1 0h1v2h-1zM3 2h2v1h-2z\"") != std::string::npos);
  CHECK(svg.find("width=\"50mm\" height=\"30mm\" viewBox=\"0 0 5 3\"") != std::string::npos);
}

TEST_CASE("SVG of a linear code is stretched to its height") {
  const auto ean = draw_barcode("5901234123457", Symbology::ean13, {.quiet_zone = 10});
  REQUIRE(ean);
  const std::string svg = barcode_svg(*ean, 37, 22);
  CHECK(svg.find("width=\"37mm\" height=\"22mm\"") != std::string::npos);
  CHECK(svg.find("preserveAspectRatio=\"none\"") != std::string::npos);
}

}  // namespace
}  // namespace loyald::scanner

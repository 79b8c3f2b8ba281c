// SPDX-License-Identifier: Apache-2.0
#include "scanner/picture_decoder.h"

#include <doctest/doctest.h>

#include "scanner/barcode_writer.h"
#include "scanner/picture_resample.h"
#include "tests/scanner/picture_distortion.h"

namespace loyald::scanner {
namespace {

Picture code(int side) {
  return draw_barcode("LOY1:0420000001232", Symbology::qr, {.width = side, .height = side}).value();
}

TEST_CASE("of a camera's frames, the third in a row is also looked at inverted") {
  const Picture dark = testing::negative(testing::placed(code(200), 400, 300, 0));
  PictureDecoder camera;
  CHECK_FALSE(camera.decode(dark, Effort::frame, {Symbology::qr}));
  CHECK_FALSE(camera.decode(dark, Effort::frame, {Symbology::qr}));
  CHECK(camera.decode(dark, Effort::frame, {Symbology::qr}));
  // A success begins the round anew.
  CHECK(camera.decode(testing::negative(dark), Effort::frame, {Symbology::qr}));
  CHECK_FALSE(camera.decode(dark, Effort::frame, {Symbology::qr}));
  CHECK_FALSE(camera.decode(dark, Effort::frame, {Symbology::qr}));
  CHECK(camera.decode(dark, Effort::frame, {Symbology::qr}));

  PictureDecoder upload;
  CHECK(upload.decode(dark, Effort::single, {Symbology::qr}));
}

TEST_CASE("a linear code is looked for inverted only where there is one picture") {
  const BarcodeShape shape{.width = 240, .height = 100, .quiet_zone = 10};
  const Picture ean = draw_barcode("0420000001232", Symbology::ean13, shape).value();
  const Picture dark = testing::negative(testing::placed(ean, 400, 300, 0));
  PictureDecoder decoder;
  CHECK(decoder.decode(dark, Effort::single, {Symbology::ean13}));
  for (int i = 0; i < 12; ++i) {
    CHECK_FALSE(decoder.decode(dark, Effort::frame, {Symbology::ean13}));
  }
}

TEST_CASE("how long a picture may take") {
  using std::chrono::milliseconds;
  CHECK(picture_time_limit({Symbology::qr, Symbology::ean13}, Effort::frame) == milliseconds(250));
  CHECK(picture_time_limit({Symbology::qr, Symbology::pdf417}, Effort::frame) ==
        milliseconds(1500));
  CHECK(picture_time_limit({}, Effort::frame) == milliseconds(1500));
  CHECK(picture_time_limit({Symbology::qr}, Effort::single) == milliseconds(1000));
}

TEST_CASE("the fourth is also looked at enlarged, for small codes in the middle") {
  // Less than two pixels per module, blurred.
  const Picture small = testing::blurred(testing::scaled(code(29 * 8), 54.0 / (29 * 8)));
  const Picture frame = testing::placed(small, 320, 240, 0);
  PictureDecoder camera;
  for (int i = 0; i < 3; ++i) CHECK_FALSE(camera.decode(frame, Effort::frame, {Symbology::qr}));
  CHECK(camera.decode(frame, Effort::frame, {Symbology::qr}));
  // So are the next ones while the code stays in view: a linear code must be read twice.
  CHECK(camera.decode(frame, Effort::frame, {Symbology::qr}));
  CHECK(camera.decode(frame, Effort::frame, {Symbology::qr}));
  CHECK_FALSE(camera.decode(blank_picture(320, 240), Effort::frame, {Symbology::qr}));
  CHECK_FALSE(camera.decode(frame, Effort::frame, {Symbology::qr}));
}

TEST_CASE("only what is asked for is found") {
  const Picture frame = testing::placed(code(200), 400, 300, 0);
  PictureDecoder decoder;
  CHECK_FALSE(decoder.decode(frame, Effort::single, {Symbology::aztec}));
  CHECK(decoder.decode(frame, Effort::single, {Symbology::qr}));
  CHECK(decoder.decode(frame, Effort::single, {}));
}

TEST_CASE("a UPC-A is the EAN-13 that it is") {
  const Picture upc =
      draw_barcode("420000001232", Symbology::upca, {.width = 300, .height = 100, .quiet_zone = 10})
          .value();
  PictureDecoder decoder;
  const auto found = decoder.decode(upc, Effort::single, {Symbology::upca});
  REQUIRE(found);
  CHECK(found->text == "0420000001232");
  CHECK(found->symbology == Symbology::ean13);
}

TEST_CASE("resampling") {
  Picture picture = blank_picture(16, 16);
  for (int y = 0; y < 16; ++y) {
    for (int x = 0; x < 16; ++x) picture.at(x, y) = static_cast<std::uint8_t>(x * 10 + y);
  }
  const Picture dark = inverted(picture);
  CHECK(dark.at(3, 4) == 255 - 34);
  const Picture twice = doubled_centre(picture);
  REQUIRE(twice.width == 16);
  CHECK(twice.at(0, 0) == picture.at(4, 4));
  CHECK(twice.at(2, 2) == picture.at(5, 5));
  CHECK(twice.at(1, 0) == 4 * 10 + 4 + 5);  // halfway to its right neighbour
  const Picture odd = doubled_centre(blank_picture(17, 19));
  CHECK(odd.width == 16);
  CHECK(odd.height == 18);
}

}  // namespace
}  // namespace loyald::scanner

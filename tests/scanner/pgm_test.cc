// SPDX-License-Identifier: Apache-2.0
#include "scanner/pgm.h"

#include <doctest/doctest.h>

#include <vector>

#include "store/base/random.h"

namespace loyald::scanner {
namespace {

TEST_CASE("a picture comes back") {
  SeededRandom random(5);
  Picture picture = blank_picture(17, 33);
  random.fill(picture.luma);
  const auto back = parse_pgm(to_pgm(picture) + "trailing");
  REQUIRE(back);
  CHECK(back->width == 17);
  CHECK(back->height == 33);
  CHECK(back->luma == picture.luma);
}

TEST_CASE("comments and any blanks are taken") {
  const std::string pixels(16 * 16, '\x80');
  const auto picture = parse_pgm("P5 # made by hand\n#again\n16\t16\n255\n" + pixels);
  REQUIRE(picture);
  CHECK(picture->at(15, 15) == 0x80);
}

TEST_CASE("what is none is refused") {
  const std::string pixels(16 * 16, 'x');
  const std::vector<std::string> broken{
      "",
      "P6\n16 16\n255\n" + pixels,
      "P5\n16 16\n65535\n" + pixels,
      "P5\n16 16\n255\n" + pixels.substr(1),
      "P5\n15 16\n255\n" + pixels,
      "P5\n16 5000\n255\n" + pixels,
      "P5\n-16 16\n255\n" + pixels,
      "P5\n16\n",
      "P5\n16 16\n255",
      "P5#" + pixels,
      "P5\n99999999999999999999 16\n255\n" + pixels,
  };
  for (const std::string& bytes : broken) {
    const auto picture = parse_pgm(bytes);
    REQUIRE_FALSE(picture);
    CHECK(picture.error().code == Errc::invalid_argument);
  }
}

TEST_CASE("size limits") {
  CHECK(check_picture_size(16, 4096));
  CHECK(check_picture_size(4096, 4096));
  CHECK_FALSE(check_picture_size(4097, 16));
  CHECK_FALSE(check_picture_size(16, 15));
  CHECK_FALSE(check_picture_size(std::int64_t{1} << 40, std::int64_t{1} << 40));
  Picture picture = blank_picture(20, 20);
  CHECK(check_picture(picture));
  picture.luma.pop_back();
  CHECK_FALSE(check_picture(picture));
}

}  // namespace
}  // namespace loyald::scanner

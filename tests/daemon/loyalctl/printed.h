// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cairo/cairo.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "daemon/loyalctl/card_code.h"
#include "scanner/check_digit.h"
#include "scanner/pgm.h"
#include "scanner/picture_decoder.h"
#include "tests/support/doctest.h"
#include "tests/support/temporary_directory.h"

// What was printed, read back by other programs and the decoder of the registers' cameras.
namespace loyald::loyalctl::testing {

inline std::string file_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline void command(const std::string& line) {
  REQUIRE_MESSAGE(std::system(line.c_str()) == 0, line);
}

inline scanner::Picture read_pgm(const std::string& path) {
  const auto picture = scanner::parse_pgm(file_text(path));
  REQUIRE(picture);
  return *picture;
}

inline scanner::Picture read_png(const std::string& path) {
  cairo_surface_t* read = cairo_image_surface_create_from_png(path.c_str());
  REQUIRE(cairo_surface_status(read) == CAIRO_STATUS_SUCCESS);
  const int width = cairo_image_surface_get_width(read);
  const int height = cairo_image_surface_get_height(read);
  // Whatever its format is, painted as colours.
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  cairo_t* pen = cairo_create(surface);
  cairo_set_source_surface(pen, read, 0, 0);
  cairo_paint(pen);
  cairo_destroy(pen);
  cairo_surface_flush(surface);
  const unsigned char* bytes = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  scanner::Picture picture = scanner::blank_picture(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) picture.at(x, y) = bytes[y * stride + x * 4];
  }
  cairo_surface_destroy(surface);
  cairo_surface_destroy(read);
  return picture;
}

inline scanner::Picture cut_out(const scanner::Picture& from, int left, int top, int width,
                                int height) {
  scanner::Picture part = scanner::blank_picture(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) part.at(x, y) = from.at(left + x, top + y);
  }
  return part;
}

// The text in the code, "" where there is none or it is another kind of code.
inline std::string decoded(const scanner::Picture& picture, scanner::Symbology symbology) {
  const auto found =
      scanner::PictureDecoder().decode(picture, scanner::Effort::single, {symbology});
  return found && found->symbology == symbology ? found->text : "";
}

// Cards 042, nine digits, check digit.
inline PrintedCard card_of(int number) {
  std::string digits = std::to_string(number * 1'234'567 % 1'000'000'000);
  digits.insert(0, 9 - digits.size(), '0');
  const std::string whole = *scanner::with_check(scanner::Check::mod10, "042" + digits);
  return {whole, whole};
}

// As long as a signed text of digits.
inline PrintedCard signed_card_of(int number) {
  PrintedCard card = card_of(number);
  card.text = "7411001" + card.number;
  for (int i = 0; i < 12; ++i) card.text += card_of(number + i).number;
  return card;
}

}  // namespace loyald::loyalctl::testing

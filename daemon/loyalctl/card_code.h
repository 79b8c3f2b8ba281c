// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "scanner/picture.h"
#include "scanner/symbology.h"
#include "store/base/result.h"

namespace loyald::loyalctl {

// A card to print: its number in clear text, and what its code says.
struct PrintedCard {
  std::string number;
  std::string text;
};

// Modules are printed in whole dots of a printer of that resolution, so that all are equally wide.
inline constexpr int kDotsPerInch = 300;
inline constexpr double kDotMm = 25.4 / kDotsPerInch;

// A code as it is put on a card of 85.60 x 53.98 mm: one pixel a module (and one row of a linear
// code), with the white around it that its standard wants; and how large it is printed.
struct CardCode {
  scanner::Picture modules;
  int module_dots = 0;   // how wide a module is
  double width_mm = 0;   // with the white around it
  double height_mm = 0;  // of a linear code: its bars
};

// invalid_argument where the text cannot be written in that symbology, or is so long that its
// modules would be too small on a card to be read.
Result<CardCode> card_code(std::string_view text, scanner::Symbology symbology);

// The code as a picture with so many pixels a module.
scanner::Picture enlarged(const CardCode& code, int pixels);

// A number in groups that people can read out: an EAN as under its bars in shops, others in fours.
std::string grouped(std::string_view number, scanner::Symbology symbology);

}  // namespace loyald::loyalctl

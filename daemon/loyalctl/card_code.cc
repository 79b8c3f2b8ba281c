// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/card_code.h"

#include <algorithm>

#include "scanner/barcode_writer.h"

namespace loyald::loyalctl {
namespace {

using scanner::Symbology;

// What a card has room for beside its title and number.
constexpr double kMostWidthMm = 77.0;
constexpr double kMostHeightMm = 32.0;
constexpr double kBarsMm = 22.0;

// How wide modules are at least and at most. Of a linear code 0.25 mm is what hand-held scanners
// read from a hand's distance (EAN-13 goes from 0.264 mm on), of others 0.34 mm what cameras do.
struct ModuleDots {
  int least;
  int most;
};
ModuleDots module_dots(Symbology symbology) {
  if (symbology == Symbology::ean13 || symbology == Symbology::ean8) return {4, 6};
  return scanner::is_linear(symbology) ? ModuleDots{3, 6} : ModuleDots{4, 12};
}

// Modules of white on each side: GS1 General Specifications 5.2.3.4 (EAN), ISO/IEC 15417 (Code
// 128), 18004 (QR), 15438 (PDF417: 2), 16022 (Data Matrix: 1), 24778 (Aztec: none).
int quiet_zone(Symbology symbology) {
  switch (symbology) {
    case Symbology::ean13:
      return 11;
    case Symbology::qr:
      return 4;
    case Symbology::pdf417:
    case Symbology::datamatrix:
    case Symbology::aztec:
      return 2;
    default:
      return 10;
  }
}

}  // namespace

Result<CardCode> card_code(std::string_view text, Symbology symbology) {
  const scanner::BarcodeShape shape{0, 0, quiet_zone(symbology), false};
  LOYALD_ASSIGN(scanner::Picture modules, scanner::draw_barcode(text, symbology, shape));
  const bool linear = modules.height == 1;
  const auto fitting = [](double room_mm, int count) {
    return static_cast<int>(room_mm / (kDotMm * count));
  };
  int dots = fitting(kMostWidthMm, modules.width);
  if (!linear) dots = std::min(dots, fitting(kMostHeightMm, modules.height));
  const ModuleDots allowed = module_dots(symbology);
  if (dots < allowed.least) {
    return fail(Errc::invalid_argument,
                "a " + std::string(scanner::name(symbology)) + " code of " +
                    std::to_string(text.size()) + " characters does not fit on a card",
                "take another symbology: qr holds most");
  }
  dots = std::min(dots, allowed.most);
  const double module_mm = dots * kDotMm;
  CardCode code;
  code.module_dots = dots;
  code.width_mm = modules.width * module_mm;
  code.height_mm = linear ? kBarsMm : modules.height * module_mm;
  code.modules = std::move(modules);
  return code;
}

scanner::Picture enlarged(const CardCode& code, int pixels) {
  const bool linear = code.modules.height == 1;
  const int rows =
      linear ? static_cast<int>(code.height_mm / (kDotMm * code.module_dots)) : code.modules.height;
  scanner::Picture picture = scanner::blank_picture(code.modules.width * pixels, rows * pixels);
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      picture.at(x, y) = code.modules.at(x / pixels, linear ? 0 : y / pixels);
    }
  }
  return picture;
}

std::string grouped(std::string_view number, Symbology symbology) {
  constexpr std::size_t kGroup = 4;
  if (symbology == Symbology::ean13 && number.size() == 13) {
    return std::string(number.substr(0, 1)) + "  " + std::string(number.substr(1, 6)) + "  " +
           std::string(number.substr(7));
  }
  std::string out;
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (i > 0 && i % kGroup == 0) out += ' ';
    out += number[i];
  }
  return out;
}

}  // namespace loyald::loyalctl

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "scanner/picture.h"
#include "scanner/symbology.h"
#include "store/base/result.h"

namespace loyald::scanner {

inline constexpr std::size_t kMaxBarcodeText = 1024;

struct BarcodeShape {
  // The least size of the picture in pixels; what does not fit makes it larger. Zero: one pixel per
  // module (and one row of a linear code), which is what barcode_svg() takes.
  int width = 0;
  int height = 0;
  int quiet_zone = 4;  // modules of white on each side; EAN-13 needs 11, other linear codes 10
  bool gs1 = false;    // Code 128 only: begins with FNC1, read as "]C1"
};

// Draws a barcode, black on white: for printed sample cards, the set-up page and tests. QR codes
// have error correction level M.
// invalid_argument where `text` cannot be written in that symbology, or the size is out of range.
Result<Picture> draw_barcode(std::string_view text, Symbology symbology, BarcodeShape shape);

}  // namespace loyald::scanner

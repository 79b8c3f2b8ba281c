// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "scanner/picture.h"

namespace loyald::scanner {

// A drawn barcode as an SVG document of that width, sharp at any size. `modules` has one pixel per
// module (BarcodeShape without width and height); a linear code's single row is stretched to
// `height_mm`, other codes keep their shape and ignore it. Widths and heights are 1 to 1000.
std::string barcode_svg(const Picture& modules, int width_mm, int height_mm);

}  // namespace loyald::scanner

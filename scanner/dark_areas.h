// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "scanner/picture.h"

namespace loyald::scanner {

// In pixels, from the picture's top left corner.
struct Area {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
  friend bool operator==(const Area&, const Area&) = default;
};

// The dark pixels of a picture as rectangles that do not overlap: from top to bottom, those of a
// row from left to right. Rows that are equal share theirs, so a barcode gives few. For drawing it
// with whatever fills rectangles.
std::vector<Area> dark_areas(const Picture& picture);

}  // namespace loyald::scanner

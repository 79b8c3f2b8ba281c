// SPDX-License-Identifier: Apache-2.0
#include "scanner/picture_resample.h"

#include <algorithm>

namespace loyald::scanner {

Picture inverted(const Picture& picture) {
  Picture out = picture;
  for (std::uint8_t& pixel : out.luma) pixel = static_cast<std::uint8_t>(255 - pixel);
  return out;
}

Picture doubled_centre(const Picture& picture) {
  const int left = picture.width / 4;
  const int top = picture.height / 4;
  Picture out = blank_picture(picture.width / 2 * 2, picture.height / 2 * 2);
  for (int y = 0; y < out.height; ++y) {
    const int y0 = top + y / 2;
    const int y1 = std::min(y0 + y % 2, picture.height - 1);
    for (int x = 0; x < out.width; ++x) {
      const int x0 = left + x / 2;
      const int x1 = std::min(x0 + x % 2, picture.width - 1);
      const int sum =
          picture.at(x0, y0) + picture.at(x1, y0) + picture.at(x0, y1) + picture.at(x1, y1);
      out.at(x, y) = static_cast<std::uint8_t>((sum + 2) / 4);
    }
  }
  return out;
}

}  // namespace loyald::scanner

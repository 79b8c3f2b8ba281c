// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "store/base/result.h"

namespace loyald::scanner {

inline constexpr int kMinPictureSide = 16;
inline constexpr int kMaxPictureSide = 4096;
inline constexpr std::size_t kMaxPicturePixels = 16U * 1024U * 1024U;

// A grey picture: one byte per pixel, 0 black, row after row without padding.
struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> luma;

  // x in [0, width), y in [0, height); not checked.
  std::size_t index(int x, int y) const {
    return static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
           static_cast<std::size_t>(x);
  }
  std::uint8_t at(int x, int y) const { return luma[index(x, y)]; }
  std::uint8_t& at(int x, int y) { return luma[index(x, y)]; }
};

// A white picture. The sides must not be negative.
Picture blank_picture(int width, int height);

// Whether a picture of that size is taken: 16 to 4096 pixels a side, 16 Mi pixels in all.
// invalid_argument otherwise.
Result<void> check_picture_size(std::int64_t width, std::int64_t height);

// The same, and as many bytes as pixels.
Result<void> check_picture(const Picture& picture);

}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
#include "scanner/luma.h"

#include <algorithm>

#include "scanner/jpeg_luma.h"
#include "store/base/check.h"

namespace loyald::scanner {
namespace {

// Where brightness lies within a line: every `step` bytes from `first` on.
struct Layout {
  std::size_t first = 0;
  std::size_t step = 1;
};

Layout layout_of(PixelFormat format) {
  switch (format) {
    case PixelFormat::yuyv:
      return {0, 2};
    case PixelFormat::uyvy:
      return {1, 2};
    case PixelFormat::grey:
    case PixelFormat::nv12:
    case PixelFormat::yu12:
    case PixelFormat::mjpg:
      return {0, 1};
  }
  CHECK(false);
}

}  // namespace

std::size_t least_bytes_per_line(PixelFormat format, int width) {
  if (format == PixelFormat::mjpg) return 0;
  return static_cast<std::size_t>(width) * layout_of(format).step;
}

Result<Picture> luma_of(const FrameShape& shape, ByteView frame) {
  if (shape.format == PixelFormat::mjpg) return jpeg_luma(frame);
  const std::size_t least = least_bytes_per_line(shape.format, shape.width);
  CHECK(check_picture_size(shape.width, shape.height) && shape.bytes_per_line >= least);
  const auto rows = static_cast<std::size_t>(shape.height);
  // The last line may end with its last pixel.
  if (frame.size() < (rows - 1) * shape.bytes_per_line + least) {
    return fail(Errc::data_loss, "the camera's frame is cut off");
  }
  const Layout layout = layout_of(shape.format);
  Picture picture = blank_picture(shape.width, shape.height);
  const auto width = static_cast<std::size_t>(shape.width);
  for (std::size_t y = 0; y < rows; ++y) {
    const std::uint8_t* from = frame.data() + y * shape.bytes_per_line + layout.first;
    std::uint8_t* to = picture.luma.data() + y * width;
    if (layout.step == 1) {
      std::copy_n(from, width, to);
    } else {
      for (std::size_t x = 0; x < width; ++x) to[x] = from[x * layout.step];
    }
  }
  return picture;
}

}  // namespace loyald::scanner

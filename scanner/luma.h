// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "scanner/picture.h"
#include "store/base/bytes.h"
#include "store/base/result.h"

namespace loyald::scanner {

// How a camera lays out a frame, best first: those whose brightness lies in a plane of its own,
// those where every second byte is brightness, and a JPEG per frame.
enum class PixelFormat { grey, nv12, yu12, yuyv, uyvy, mjpg };

struct FrameShape {
  PixelFormat format = PixelFormat::grey;
  int width = 0;
  int height = 0;
  std::size_t bytes_per_line = 0;  // of the brightness; without meaning for mjpg

  friend bool operator==(const FrameShape&, const FrameShape&) = default;
};

// Bytes that a row of `width` pixels takes at least; 0 for mjpg.
std::size_t least_bytes_per_line(PixelFormat format, int width);

// The frame's brightness alone. `shape` must be of a size that check_picture_size() takes, with
// lines of at least least_bytes_per_line(). data_loss where the frame is cut off or no JPEG,
// invalid_argument where the JPEG's own size is not taken.
Result<Picture> luma_of(const FrameShape& shape, ByteView frame);

}  // namespace loyald::scanner

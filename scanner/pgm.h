// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "scanner/picture.h"

namespace loyald::scanner {

// Reads a binary portable graymap (netpbm's P5) with 8 bits per pixel, as `pnmtopnm`, ImageMagick
// and ffmpeg write it. invalid_argument where it is something else, cut off, or of a size that is
// not taken. Bytes after the picture are ignored.
Result<Picture> parse_pgm(std::string_view bytes);

// The picture as P5.
std::string to_pgm(const Picture& picture);

}  // namespace loyald::scanner

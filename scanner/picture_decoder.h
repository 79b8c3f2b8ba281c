// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scanner/picture.h"
#include "scanner/symbology.h"

namespace loyald::scanner {

// The code found in a picture. scan_of(aim + text, …) makes a Scan of it.
struct DecodedPicture {
  std::string text;  // UTF-8, without AIM identifier; GS1 separators are 0x1D
  Symbology symbology = Symbology::unknown;
  std::string aim;  // "]Q1"

  friend bool operator==(const DecodedPicture&, const DecodedPicture&) = default;
};

enum class Effort {
  frame,   // one of many from a camera: costlier attempts take turns
  single,  // all there is: every attempt until one succeeds
};

// What cards are printed in. PDF417 is by far the slowest to look for.
std::vector<Symbology> default_symbologies();

// How long a picture may take: the slowest measured took 1.2 s, all of them looking for PDF417.
// `symbologies` as PictureDecoder::decode() takes them.
std::chrono::milliseconds picture_time_limit(const std::vector<Symbology>& symbologies,
                                             Effort effort);

// Finds a barcode in a picture. ZXing's asserts are compiled into Debian's library and fire on some
// ordinary pictures: run this in a process that may die (scanner/picture_child.h), never in the
// daemon. An object belongs to one thread and remembers how many frames in a row had no code, and
// which attempt found the last one: a linear code must be read twice (linear_confirmation.h).
class PictureDecoder {
 public:
  // The picture must have passed check_picture(). `symbologies` it cannot look for are ignored;
  // empty means default_symbologies().
  std::optional<DecodedPicture> decode(const Picture& picture, Effort effort,
                                       const std::vector<Symbology>& symbologies);

 private:
  std::uint64_t misses_ = 0;
  std::uint64_t worked_ = 0;  // by how often an attempt is due
};

}  // namespace loyald::scanner

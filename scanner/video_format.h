// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "scanner/luma.h"
#include "scanner/video_port.h"
#include "store/base/result.h"

namespace loyald::scanner {

// One thing that a camera can do.
struct VideoOffer {
  PixelFormat format = PixelFormat::grey;
  int width = 0;
  int height = 0;
  bool is_slow = false;  // fewer than 10 pictures a second

  friend bool operator==(const VideoOffer&, const VideoOffer&) = default;
};

// The best for reading codes: fast enough, then 1280 x 720, then 640 x 480, then the largest up to
// 1920 x 1080, then the smallest above; of the same size by the order of PixelFormat. Nothing where
// there are none.
std::optional<VideoOffer> best_offer(const std::vector<VideoOffer>& offers);

// Agrees with the camera on the shape of its frames and asks for 15 of them a second. The shape is
// the one that the driver named in the end. unavailable, with what to do, where it is no camera, is
// in use, or has no format that we read.
Result<FrameShape> negotiate(VideoPort& port);

}  // namespace loyald::scanner

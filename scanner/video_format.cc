// SPDX-License-Identifier: Apache-2.0
#include "scanner/video_format.h"

#include <linux/videodev2.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <tuple>
#include <utility>

namespace loyald::scanner {
namespace {

// Drivers count up until they say EINVAL; one that never does must not keep us.
constexpr std::uint32_t kMaxEnumerated = 64;
constexpr std::uint32_t kWishedPerSecond = 15;
constexpr std::uint32_t kLeastPerSecond = 10;
constexpr std::array<std::pair<int, int>, 2> kWishedSizes{{{1280, 720}, {640, 480}}};
constexpr std::array<std::pair<std::uint32_t, PixelFormat>, 6> kFormats{{
    {V4L2_PIX_FMT_GREY, PixelFormat::grey},
    {V4L2_PIX_FMT_NV12, PixelFormat::nv12},
    {V4L2_PIX_FMT_YUV420, PixelFormat::yu12},
    {V4L2_PIX_FMT_YUYV, PixelFormat::yuyv},
    {V4L2_PIX_FMT_UYVY, PixelFormat::uyvy},
    {V4L2_PIX_FMT_MJPEG, PixelFormat::mjpg},
}};

std::optional<PixelFormat> format_of(std::uint32_t code) {
  for (const auto& [known, format] : kFormats) {
    if (known == code) return format;
  }
  return std::nullopt;
}

std::uint32_t code_of(PixelFormat format) {
  const auto known = std::ranges::find_if(
      kFormats, [format](const auto& entry) { return entry.second == format; });
  return known->first;
}

tl::unexpected<Error> unusable(const std::string& what, const std::string& hint) {
  return fail(Errc::unavailable, what, hint);
}

Result<void> check_camera(VideoPort& port) {
  const char* hint = "a camera often has two devices, and the other one takes the pictures";
  v4l2_capability capability{};
  if (port.control(VIDIOC_QUERYCAP, &capability) != 0) return unusable("it is no camera", hint);
  // Of the device as a whole, or of this one of its nodes.
  const std::uint32_t can = (capability.capabilities & V4L2_CAP_DEVICE_CAPS) != 0
                                ? capability.device_caps
                                : capability.capabilities;
  if ((can & V4L2_CAP_VIDEO_CAPTURE) == 0) return unusable("it takes no pictures", hint);
  if ((can & V4L2_CAP_STREAMING) == 0) {
    return unusable("its driver does not stream", "use another camera");
  }
  return {};
}

bool is_slow(VideoPort& port, std::uint32_t code, std::uint32_t width, std::uint32_t height) {
  std::uint32_t index = 0;
  for (; index < kMaxEnumerated; ++index) {
    v4l2_frmivalenum interval{};
    interval.index = index;
    interval.pixel_format = code;
    interval.width = width;
    interval.height = height;
    if (port.control(VIDIOC_ENUM_FRAMEINTERVALS, &interval) != 0) break;
    const v4l2_fract& time =
        interval.type == V4L2_FRMIVAL_TYPE_DISCRETE ? interval.discrete : interval.stepwise.min;
    const bool fast = std::uint64_t{time.numerator} * kLeastPerSecond <= time.denominator;
    if (fast) return false;
  }
  // A driver that does not say is taken to be fast.
  return index > 0;
}

bool fits(const v4l2_frmsize_stepwise& sizes, std::uint32_t width, std::uint32_t height) {
  const auto in = [](std::uint32_t value, std::uint32_t least, std::uint32_t most,
                     std::uint32_t step) {
    return value >= least && value <= most && (step <= 1 || (value - least) % step == 0);
  };
  return in(width, sizes.min_width, sizes.max_width, sizes.step_width) &&
         in(height, sizes.min_height, sizes.max_height, sizes.step_height);
}

// The sizes of a format; those that we wish for where the driver takes any or does not say.
std::vector<std::pair<std::uint32_t, std::uint32_t>> sizes_of(VideoPort& port, std::uint32_t code) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> sizes;
  for (std::uint32_t index = 0; index < kMaxEnumerated; ++index) {
    v4l2_frmsizeenum size{};
    size.index = index;
    size.pixel_format = code;
    if (port.control(VIDIOC_ENUM_FRAMESIZES, &size) != 0) break;
    if (size.type == V4L2_FRMSIZE_TYPE_DISCRETE) {
      sizes.emplace_back(size.discrete.width, size.discrete.height);
      continue;
    }
    for (const auto& [width, height] : kWishedSizes) {
      const auto w = static_cast<std::uint32_t>(width);
      const auto h = static_cast<std::uint32_t>(height);
      if (fits(size.stepwise, w, h)) sizes.emplace_back(w, h);
    }
    if (sizes.empty()) sizes.emplace_back(size.stepwise.max_width, size.stepwise.max_height);
    break;
  }
  if (sizes.empty()) sizes.emplace_back(kWishedSizes[0].first, kWishedSizes[0].second);
  return sizes;
}

std::vector<VideoOffer> offers_of(VideoPort& port) {
  std::vector<VideoOffer> offers;
  for (std::uint32_t index = 0; index < kMaxEnumerated; ++index) {
    v4l2_fmtdesc description{};
    description.index = index;
    description.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    if (port.control(VIDIOC_ENUM_FMT, &description) != 0) break;
    const auto format = format_of(description.pixelformat);
    if (!format) continue;
    for (const auto& [width, height] : sizes_of(port, description.pixelformat)) {
      if (!check_picture_size(width, height)) continue;
      offers.push_back({*format, static_cast<int>(width), static_cast<int>(height),
                        is_slow(port, description.pixelformat, width, height)});
    }
  }
  return offers;
}

void ask_for_speed(VideoPort& port) {
  v4l2_streamparm parameters{};
  parameters.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  parameters.parm.capture.timeperframe = {1, kWishedPerSecond};
  // Not every driver can; what comes too often is dropped.
  port.control(VIDIOC_S_PARM, &parameters);
}

}  // namespace

std::optional<VideoOffer> best_offer(const std::vector<VideoOffer>& offers) {
  const auto rank = [](const VideoOffer& offer) {
    const int pixels = offer.width * offer.height;
    const bool is_large = offer.width > 1920 || offer.height > 1080;
    const auto wished = std::ranges::find(kWishedSizes, std::pair(offer.width, offer.height)) -
                        kWishedSizes.begin();
    return std::tuple(offer.is_slow, wished, is_large, is_large ? pixels : -pixels, offer.format);
  };
  const auto best = std::ranges::min_element(offers, {}, rank);
  if (best == offers.end()) return std::nullopt;
  return *best;
}

Result<FrameShape> negotiate(VideoPort& port) {
  LOYALD_TRY(check_camera(port));
  const auto offer = best_offer(offers_of(port));
  if (!offer) {
    return unusable("it has no picture format that is read here",
                    "GREY, NV12, YU12, YUYV, UYVY and MJPG are; v4l2-ctl --list-formats says what "
                    "it has");
  }
  v4l2_format format{};
  format.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  format.fmt.pix.width = static_cast<std::uint32_t>(offer->width);
  format.fmt.pix.height = static_cast<std::uint32_t>(offer->height);
  format.fmt.pix.pixelformat = code_of(offer->format);
  format.fmt.pix.field = V4L2_FIELD_NONE;
  if (const int error = port.control(VIDIOC_S_FMT, &format); error == EBUSY) {
    return unusable("another program uses the camera", "close it, or name another camera");
  } else if (error != 0) {
    return unusable(std::string("it does not take its own format: ") + std::strerror(error), "");
  }
  // What the driver made of it counts.
  const v4l2_pix_format& agreed = format.fmt.pix;
  const auto known = format_of(agreed.pixelformat);
  if (!known || !check_picture_size(agreed.width, agreed.height)) {
    return unusable("it insists on a picture that is not read here", "use another camera");
  }
  FrameShape shape{*known, static_cast<int>(agreed.width), static_cast<int>(agreed.height),
                   agreed.bytesperline};
  // Some drivers leave it out.
  shape.bytes_per_line =
      std::max(shape.bytes_per_line, least_bytes_per_line(shape.format, shape.width));
  ask_for_speed(port);
  return shape;
}

}  // namespace loyald::scanner

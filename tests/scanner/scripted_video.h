// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <linux/videodev2.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <string_view>
#include <vector>

#include "scanner/video_port.h"

namespace loyald::scanner::testing {

// A camera as V4L2 shows one, on this side of the kernel: the same requests and structs, the same
// rules for buffers. A test says what the driver claims and when it has filled a frame. Requests
// that break V4L2's rules throw.
struct ScriptedVideo {
  struct Size {
    std::uint32_t width;
    std::uint32_t height;
    std::vector<v4l2_fract> intervals = {};  // none: the driver does not say
  };
  struct Format {
    std::uint32_t code;
    std::vector<Size> sizes = {};                      // discrete
    std::vector<v4l2_frmsize_stepwise> stepwise = {};  // at most one
  };

  std::uint32_t capabilities =
      V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING | V4L2_CAP_DEVICE_CAPS | V4L2_CAP_META_CAPTURE;
  std::uint32_t device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
  std::vector<Format> formats;
  // What S_FMT makes of it, where it is not what was asked for: 0 keeps.
  v4l2_pix_format insists{};
  std::uint32_t padding = 0;  // bytes at the end of each line
  // A request that fails, with which error; 0: none.
  unsigned long failing = 0;
  int failing_with = 0;
  std::uint32_t most_buffers = 8;

  // What has happened.
  v4l2_pix_format agreed{};
  v4l2_fract interval{};
  bool streaming = false;
  std::deque<std::uint32_t> empty;   // given to the driver
  std::deque<std::uint32_t> filled;  // not yet fetched
  std::vector<std::vector<std::uint8_t>> memory;
  int mapped = 0;

  // The driver fills the next buffer; false where it has none and drops the frame.
  bool frame(std::string_view bytes, std::uint32_t flags = 0);
  bool frame(const std::vector<std::uint8_t>& bytes, std::uint32_t flags = 0);

  // The camera's end, as a program sees it; the script must outlive it.
  std::unique_ptr<VideoPort> port();
  int control(unsigned long request, void* argument);

 private:
  int enumerate_format(v4l2_fmtdesc& description) const;
  int enumerate_size(v4l2_frmsizeenum& size) const;
  int enumerate_interval(v4l2_frmivalenum& interval) const;
  int set_format(v4l2_format& format);
  int request_buffers(v4l2_requestbuffers& request);
  int dequeue(v4l2_buffer& buffer);

  struct Fill {
    std::uint32_t bytes;
    std::uint32_t flags;
  };
  std::vector<Fill> fills_;
};

// Bytes per line that a driver would give without padding.
std::uint32_t packed_bytes_per_line(std::uint32_t code, std::uint32_t width);

}  // namespace loyald::scanner::testing

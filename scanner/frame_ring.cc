// SPDX-License-Identifier: Apache-2.0
#include "scanner/frame_ring.h"

#include <linux/videodev2.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace loyald::scanner {
namespace {

v4l2_buffer buffer_of(std::uint32_t index) {
  v4l2_buffer buffer{};
  buffer.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  buffer.memory = V4L2_MEMORY_MMAP;
  buffer.index = index;
  return buffer;
}

tl::unexpected<Error> gone(const std::string& what, int error_number) {
  return fail(Errc::unavailable, "the camera " + what + ": " + std::strerror(error_number),
              error_number == EBUSY ? "another program uses it" : "");
}

}  // namespace

Result<FrameRing> FrameRing::start(VideoPort& port) {
  FrameRing ring(port);
  LOYALD_TRY(ring.set_up());
  return ring;
}

Result<void> FrameRing::set_up() {
  v4l2_requestbuffers request{};
  request.count = kBuffers;
  request.type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  request.memory = V4L2_MEMORY_MMAP;
  if (const int error = port_->control(VIDIOC_REQBUFS, &request)) {
    return gone("gives no buffers", error);
  }
  // One is read while another is filled. Drivers may give more or fewer than they were asked for.
  if (request.count < 2) return gone("gives no buffers", ENOMEM);
  for (std::uint32_t index = 0; index < std::min(request.count, kBuffers * 4); ++index) {
    v4l2_buffer buffer = buffer_of(index);
    if (const int error = port_->control(VIDIOC_QUERYBUF, &buffer)) {
      return gone("hides a buffer", error);
    }
    const ByteView mapped = port_->map(buffer.length, static_cast<off_t>(buffer.m.offset));
    if (mapped.empty()) return gone("hides a buffer", ENOMEM);
    buffers_.push_back(mapped);
    LOYALD_TRY(give_back(index));
  }
  int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
  if (const int error = port_->control(VIDIOC_STREAMON, &type)) {
    return gone("does not start", error);
  }
  return {};
}

FrameRing::~FrameRing() {
  for (const ByteView mapped : buffers_) port_->unmap(mapped);
}

Result<std::optional<ByteView>> FrameRing::newest() {
  if (const auto held = std::exchange(held_, std::nullopt)) LOYALD_TRY(give_back(*held));
  ByteView frame;
  // Not for ever: a driver that fills as fast as we give back has had its turn then.
  for (std::size_t i = 0; i <= buffers_.size(); ++i) {
    v4l2_buffer buffer = buffer_of(0);
    const int error = port_->control(VIDIOC_DQBUF, &buffer);
    if (error == EAGAIN) break;
    if (error != 0) return gone("went away", error);
    if (buffer.index >= buffers_.size()) return gone("went away", EIO);
    const std::size_t used = std::min<std::size_t>(buffer.bytesused, buffers_[buffer.index].size());
    if ((buffer.flags & V4L2_BUF_FLAG_ERROR) != 0 || used == 0) {
      ++broken_;
      LOYALD_TRY(give_back(buffer.index));
      continue;
    }
    if (const auto older = std::exchange(held_, buffer.index)) LOYALD_TRY(give_back(*older));
    frame = buffers_[buffer.index].first(used);
  }
  if (!held_) return std::nullopt;
  return frame;
}

Result<void> FrameRing::give_back(std::uint32_t index) {
  v4l2_buffer buffer = buffer_of(index);
  if (const int error = port_->control(VIDIOC_QBUF, &buffer)) return gone("went away", error);
  return {};
}

}  // namespace loyald::scanner

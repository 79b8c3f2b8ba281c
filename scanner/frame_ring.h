// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "scanner/video_port.h"
#include "store/base/bytes.h"
#include "store/base/result.h"

namespace loyald::scanner {

// The driver's buffers, which go round: filled there, read here, given back. Streams from its start
// until the camera is closed; destroying it only gives the memory back.
class FrameRing {
 public:
  static constexpr std::uint32_t kBuffers = 4;

  // The camera must have agreed on a format, and `port` must outlive the ring. unavailable where
  // the driver gives no buffers or does not start.
  static Result<FrameRing> start(VideoPort& port);
  FrameRing(FrameRing&&) noexcept = default;
  FrameRing& operator=(FrameRing&&) = delete;
  ~FrameRing();

  // The newest frame that has come, older ones are passed over; nothing where none has, or only
  // broken ones. Never waits. The bytes are good until the next call. An error says that the camera
  // is gone.
  Result<std::optional<ByteView>> newest();

  // Frames that the driver said are broken.
  std::uint64_t broken() const { return broken_; }

 private:
  explicit FrameRing(VideoPort& port) : port_(&port) {}
  Result<void> set_up();
  Result<void> give_back(std::uint32_t index);

  VideoPort* port_;
  std::vector<ByteView> buffers_;
  std::optional<std::uint32_t> held_;
  std::uint64_t broken_ = 0;
};

}  // namespace loyald::scanner

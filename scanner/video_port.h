// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "scanner/file_descriptor.h"
#include "store/base/bytes.h"
#include "store/base/result.h"

namespace loyald::scanner {

// What the kernel offers of a camera: V4L2's requests with their own structs, and its buffers in
// our memory. Everything above it decides; tests stand in for it.
class VideoPort {
 public:
  virtual ~VideoPort() = default;
  // As ioctl(2), also where signals interrupt it: 0, or the error's number.
  virtual int control(unsigned long request, void* argument) = 0;
  // A buffer of the driver's, to read; empty where that fails. It stays until it is unmapped.
  virtual ByteView map(std::size_t bytes, off_t offset) = 0;
  virtual void unmap(ByteView mapped) = 0;
};

// An open camera. The port uses the descriptor, and must not be used once that is closed, but for
// unmap().
struct OpenVideo {
  FileDescriptor descriptor;
  std::unique_ptr<VideoPort> port;
};
using VideoOpener = std::function<Result<OpenVideo>(const std::string& device)>;

// Opens "/dev/video0" or a link to it. unavailable where it is not there or no device.
Result<OpenVideo> open_video(const std::string& device);

}  // namespace loyald::scanner

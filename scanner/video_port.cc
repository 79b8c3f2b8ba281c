// SPDX-License-Identifier: Apache-2.0
#include "scanner/video_port.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

#include <cerrno>

#include "scanner/device_reader.h"

namespace loyald::scanner {
namespace {

class KernelVideo final : public VideoPort {
 public:
  explicit KernelVideo(int fd) : fd_(fd) {}

  int control(unsigned long request, void* argument) override {
    while (ioctl(fd_, request, argument) != 0) {
      if (errno != EINTR) return errno;
    }
    return 0;
  }
  ByteView map(std::size_t bytes, off_t offset) override {
    void* mapped = mmap(nullptr, bytes, PROT_READ, MAP_SHARED, fd_, offset);
    if (mapped == MAP_FAILED) return {};
    return {static_cast<const std::uint8_t*>(mapped), bytes};
  }
  void unmap(ByteView mapped) override {
    munmap(const_cast<std::uint8_t*>(mapped.data()), mapped.size());
  }

 private:
  int fd_;
};

}  // namespace

Result<OpenVideo> open_video(const std::string& device) {
  FileDescriptor descriptor(::open(device.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
  if (!descriptor.is_open()) return cannot_open(device, errno);
  auto port = std::make_unique<KernelVideo>(descriptor.get());
  return OpenVideo{std::move(descriptor), std::move(port)};
}

}  // namespace loyald::scanner

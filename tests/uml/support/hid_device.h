// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "scanner/file_descriptor.h"
#include "store/base/bytes.h"

namespace loyald::scanner::testing {

// A HID device, plugged in through /dev/uhid: its hidraw node exists as long as the object does.
// What the host writes to it is answered and kept by a thread of its own, for the kernel lets the
// host wait until the device has answered. Errors are exceptions.
class HidDevice {
 public:
  struct Identity {
    std::string name = "Honeywell Scanning and Mobility 1900";
    std::uint16_t vendor = 0x0c2e;
    std::uint16_t product = 0x0b81;
  };
  // What the host wrote: 'o' an output report, 'f' a feature report, and its bytes with the id in
  // front.
  struct Written {
    char kind = 'o';
    std::string bytes;
    friend bool operator==(const Written&, const Written&) = default;
  };

  // Returns when the hidraw node is there.
  HidDevice(ByteView descriptor, const Identity& identity);
  explicit HidDevice(ByteView descriptor) : HidDevice(descriptor, Identity{}) {}
  HidDevice(const HidDevice&) = delete;
  HidDevice& operator=(const HidDevice&) = delete;
  ~HidDevice();

  // "/dev/hidraw0"
  const std::string& node() const { return node_; }
  // An input report, with its id in front where the descriptor has ids.
  void send(ByteView report);
  // Everything written so far, after waiting until there are at least so many (5 s at most).
  std::vector<Written> written(std::size_t at_least);
  void unplug();

 private:
  void answer();
  void wait_for_node(const std::string& unique);

  FileDescriptor device_;
  FileDescriptor quit_;
  std::string node_;
  std::mutex mutex_;
  std::condition_variable grown_;
  std::vector<Written> written_;
  std::thread thread_;
};

}  // namespace loyald::scanner::testing

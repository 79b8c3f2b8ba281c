// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "scanner/attached_device.h"
#include "scanner/device_reader.h"
#include "scanner/key_event.h"
#include "store/base/clock.h"

namespace loyald::scanner {

// All that a device sent until it paused: keys, or bytes.
using RawScan = std::variant<std::vector<KeyEvent>, std::string>;

// A device of which nothing is known yet: a keyboard, or a serial port at 9600 baud 8N1, as
// scanners leave the factory. It is listened to without a grab. Belongs to the thread that runs the
// io_context.
class RawDevice final : private ReadableDevice {
 public:
  // Longer than any scanner pauses within a code, shorter than a hand takes for the next.
  static constexpr std::chrono::milliseconds kPause{400};
  // What a device sends without a pause beyond it is dropped.
  static constexpr std::size_t kMaxRecords = 16'384;

  // `path` is a device of that kind; a FIFO of recorded events is a keyboard, too. `io` and `clock`
  // must outlive this.
  RawDevice(boost::asio::io_context& io, const Clock& clock, DeviceKind kind, std::string path,
            std::function<void(const RawScan&)> on_scan);

  void start() { reader_.start(); }
  const std::string& path() const { return path_; }
  const std::string& state() const { return reader_.state(); }

 private:
  Result<FileDescriptor> open() override;
  void on_bytes(ByteView bytes, Timestamp now) override;
  std::optional<Timestamp> deadline() const override;
  void on_deadline(Timestamp now) override;
  void on_lost() override;

  DeviceKind kind_;
  std::string path_;
  std::function<void(const RawScan&)> on_scan_;
  KeyEventReader events_;
  std::vector<KeyEvent> keys_;
  std::string bytes_;
  Timestamp last_{};
  DeviceReader reader_;
};

}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/file_descriptor.h"
#include "store/base/bytes.h"
#include "store/base/clock.h"
#include "store/base/result.h"

namespace loyald::scanner {

// What a device must say and take so that DeviceReader can read it. All calls come from the thread
// that runs the io_context.
class ReadableDevice {
 public:
  // A non-blocking descriptor, or why there is none now; the message is shown in the status.
  virtual Result<FileDescriptor> open() = 0;
  // Whether it is a stream of bytes. Otherwise on_readable is called in place of on_bytes.
  virtual bool is_byte_stream() const { return true; }
  // `now` is steady time.
  virtual void on_bytes(ByteView /*bytes*/, Timestamp /*now*/) {}
  // A camera or a listening socket has something: takes what there is now, never waits. An error
  // says that the device is lost.
  virtual Result<void> on_readable(Timestamp /*now*/) { return {}; }
  // When on_deadline is due if no bytes come before; nothing for never.
  virtual std::optional<Timestamp> deadline() const = 0;
  virtual void on_deadline(Timestamp now) = 0;
  // The descriptor is closed; what was half read will not be finished.
  virtual void on_lost() = 0;

 protected:
  ~ReadableDevice() = default;
};

// Keeps a device open and reads it: opens, waits, reads what there is, keeps the device's deadline,
// and after a loss opens again with growing pauses. The only place in which scanners meet Asio.
// Destroying it stops it; no call reaches the device after that.
class DeviceReader {
 public:
  static constexpr std::chrono::milliseconds kFirstPause{250};
  static constexpr std::chrono::milliseconds kLongestPause{5000};

  // `io`, `clock` and `device` must outlive the reader.
  DeviceReader(boost::asio::io_context& io, const Clock& clock, ReadableDevice& device);
  DeviceReader(const DeviceReader&) = delete;
  DeviceReader& operator=(const DeviceReader&) = delete;
  ~DeviceReader();

  void start();
  void stop();
  // A device may have come: where none is open, tries at once, and again soon where that fails, as
  // it does before udev has set the permissions.
  void retry_now();

  // Writes to the device, where it is open. What it does not take at once is lost.
  void send(std::string_view bytes);

  bool is_reading() const;
  // "reading", "stopped", or what went wrong.
  const std::string& state() const;

 private:
  class Loop;
  std::shared_ptr<Loop> loop_;
};

// "cannot open <path>: <why>", and what to do about it as the hint.
tl::unexpected<Error> cannot_open(const std::string& path, int error_number);

}  // namespace loyald::scanner

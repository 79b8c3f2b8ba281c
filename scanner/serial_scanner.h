// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "scanner/device_place.h"
#include "scanner/device_reader.h"
#include "scanner/line_framer.h"
#include "scanner/scan_outlet.h"
#include "scanner/scan_source.h"

namespace loyald::scanner {

struct SerialOptions {
  std::string name;
  std::string register_id;
  DevicePlace device;  // "/dev/serial/by-id/…"
  unsigned baud = 9600;
  std::chrono::milliseconds repeat = kDefaultRepeat;
  LineFramer::Options framing;
};

// A scanner on RS-232, a USB serial adapter, or USB CDC-ACM: 8 data bits, no parity, no flow
// control.
class SerialScanner final : public ScanSource, private ReadableDevice {
 public:
  // Fails with invalid_argument where the speed is not one that serial ports have. The device need
  // not be there yet. `io` and `clock` must outlive the scanner.
  static Result<std::unique_ptr<SerialScanner>> make(boost::asio::io_context& io,
                                                     const Clock& clock, SerialOptions options,
                                                     OnScan on_scan);

  const std::string& name() const override { return outlet_.name(); }
  const std::string& register_id() const override { return outlet_.register_id(); }
  SourceState state() const override;
  void start() override { reader_.start(); }
  void stop() override { reader_.stop(); }
  void retry_now() override { reader_.retry_now(); }

 private:
  SerialScanner(boost::asio::io_context& io, const Clock& clock, SerialOptions options,
                unsigned speed, OnScan on_scan);

  Result<FileDescriptor> open() override;
  void on_bytes(ByteView bytes, Timestamp now) override;
  std::optional<Timestamp> deadline() const override { return framer_.deadline(); }
  void on_deadline(Timestamp now) override;
  void on_lost() override { framer_.reset(); }

  DevicePlace place_;
  std::string device_;  // where it was found last
  unsigned speed_;      // termios's constant
  LineFramer framer_;
  ScanOutlet outlet_;
  DeviceReader reader_;
};

}  // namespace loyald::scanner

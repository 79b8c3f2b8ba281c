// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "scanner/byte_sieve.h"
#include "scanner/device_place.h"
#include "scanner/device_reader.h"
#include "scanner/feedback.h"
#include "scanner/line_framer.h"
#include "scanner/pass_port.h"
#include "scanner/scan_outlet.h"
#include "scanner/scan_source.h"
#include "scanner/serial_line.h"

namespace loyald::scanner {

struct SerialOptions {
  std::string name;
  std::string register_id;
  DevicePlace device;  // "/dev/serial/by-id/…"
  SerialLine line;
  std::chrono::milliseconds repeat = kDefaultRepeat;
  LineFramer::Options framing;  // what follows from the line and the feedback is added to it
  Feedback feedback = Feedback::none;
};

// A scanner on RS-232, a USB serial adapter, or USB CDC-ACM, which it has for itself.
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
  // From now on the till's program gets what is no card, as the bytes that came, through `port`;
  // what it writes goes to the scanner. `cards` must outlive the scanner.
  void pass_to(const CardRecogniser& cards, std::unique_ptr<PassPort> port);
  void start() override { reader_.start(); }
  void stop() override { reader_.stop(); }
  void acknowledge(Outcome outcome) override;
  void retry_now() override { reader_.retry_now(); }

 private:
  SerialScanner(boost::asio::io_context& io, const Clock& clock, SerialOptions options,
                OnScan on_scan);

  Result<FileDescriptor> open() override;
  void on_bytes(ByteView bytes, Timestamp now) override;
  std::optional<Timestamp> deadline() const override { return framer_.deadline(); }
  void pass_on(const std::vector<ByteSieve::Passed>& passed);
  void on_deadline(Timestamp now) override;
  void on_lost() override;

  DevicePlace place_;
  std::string device_;  // where it was found last
  SerialLine line_;
  Feedback feedback_;
  LineFramer::Options framing_;
  LineFramer framer_;
  std::optional<ByteSieve> sieve_;
  ScanOutlet outlet_;
  DeviceReader reader_;
  std::unique_ptr<PassPort> port_;
};

}  // namespace loyald::scanner

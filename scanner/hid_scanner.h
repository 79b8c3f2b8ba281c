// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scanner/device_place.h"
#include "scanner/device_reader.h"
#include "scanner/hid_framer.h"
#include "scanner/hid_piece.h"
#include "scanner/line_framer.h"
#include "scanner/scan_outlet.h"
#include "scanner/scan_source.h"

namespace loyald::scanner {

struct HidOptions {
  std::string name;
  std::string register_id;
  DevicePlace device;  // "/dev/hidraw0"
  std::chrono::milliseconds repeat = kDefaultRepeat;
  bool feedback = false;  // light and beep for cards
};

// A scanner in HID point-of-sale mode, through hidraw. The till's program does not see its scans
// unless it reads the same device: there is no keyboard, and no grab. Symbol's scanners in "simple
// COM port emulation" (05e0:0600) are read, too.
class HidScanner final : public ScanSource, private ReadableDevice {
 public:
  // The device need not be there yet. `io` and `clock` must outlive the scanner.
  HidScanner(boost::asio::io_context& io, const Clock& clock, HidOptions options, OnScan on_scan);

  const std::string& name() const override { return outlet_.name(); }
  const std::string& register_id() const override { return outlet_.register_id(); }
  SourceState state() const override;
  void start() override { reader_.start(); }
  void stop() override { reader_.stop(); }
  void retry_now() override { reader_.retry_now(); }
  // Waits for the device to take it, which a broken one may not do for seconds.
  void acknowledge(Outcome outcome) override;

 private:
  Result<FileDescriptor> open() override;
  // hidraw gives one report per read.
  void on_bytes(ByteView report, Timestamp now) override;
  std::optional<Timestamp> deadline() const override;
  void on_deadline(Timestamp now) override;
  void on_lost() override;

  DevicePlace place_;
  std::string device_;  // where it was found last
  bool feedback_;
  FileDescriptor output_;                 // of the device that is open
  std::vector<std::string> good_read_;    // what it is told for a card
  std::optional<HidPieceReader> pieces_;  // of the device that is open; none: it sends a stream
  HidFramer framer_;
  LineFramer stream_;
  ScanOutlet outlet_;
  DeviceReader reader_;
};

}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "scanner/device_reader.h"
#include "scanner/key_relay.h"
#include "scanner/scan_outlet.h"
#include "scanner/scan_source.h"
#include "scanner/uinput_clone.h"
#include "scanner/wedge_scanner.h"

namespace loyald::scanner {

// A scanner that pretends to be a keyboard, and whose cards the till's program is not to see: its
// keyboard is taken, and what is no card passed on (WedgeOptions::mode). What was read comes as
// scans, as from a WedgeScanner.
class RelayedScanner final : public ScanSource, private ReadableDevice {
 public:
  // Fails with invalid_argument where there is no such layout. The device need not be there yet.
  // `io`, `clock` and `cards` must outlive the scanner.
  static Result<std::unique_ptr<RelayedScanner>> make(boost::asio::io_context& io,
                                                      const Clock& clock,
                                                      const CardRecogniser& cards,
                                                      WedgeOptions options, OnScan on_scan);

  // A text that waited longer for the I/O thread is somebody's who has gone.
  static constexpr std::chrono::seconds kMaxAge{5};

  const std::string& name() const override { return outlet_.name(); }
  const std::string& register_id() const override { return outlet_.register_id(); }
  SourceState state() const override;
  void start() override;
  void stop() override;
  void retry_now() override { relay_.retry_now(); }

 private:
  RelayedScanner(boost::asio::io_context& io, const Clock& clock, PassPath path,
                 WedgeOptions options, OnScan on_scan);

  // What is read is the relay's signal that it has texts.
  Result<FileDescriptor> open() override;
  void on_bytes(ByteView bytes, Timestamp now) override;
  std::optional<Timestamp> deadline() const override { return next_beat_; }
  void on_deadline(Timestamp now) override;
  void on_lost() override {}

  PassMode mode_;
  FileDescriptor signal_;
  ScanOutlet outlet_;
  KeyRelay relay_;
  DeviceReader reader_;
  Timestamp next_beat_;
  std::uint64_t outdated_ = 0;
};

}  // namespace loyald::scanner

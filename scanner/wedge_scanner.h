// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "scanner/device_place.h"
#include "scanner/device_reader.h"
#include "scanner/key_decoder.h"
#include "scanner/key_event.h"
#include "scanner/pass_path.h"
#include "scanner/scan_outlet.h"
#include "scanner/scan_source.h"
#include "scanner/uinput_clone.h"

namespace loyald::scanner {

// Who gets a scanner's keys.
enum class PassMode {
  listen,  // the till's program and we: the keyboard is not touched
  filter,  // the till's program, without the cards
  own,     // we alone
};

struct WedgeOptions {
  std::string name;
  std::string register_id;
  DevicePlace device;         // "/dev/input/by-id/…-event-kbd", or a FIFO of recorded events
  std::string layout = "us";  // what the scanner is set to type in, as xkb names it
  std::chrono::milliseconds repeat = kDefaultRepeat;
  KeyDecoder::Options decoding;  // when it listens
  PassMode mode = PassMode::listen;
  // What it puts around every code; a text without counts as cut off.
  CardBeginnings::Affixes affixes;
  // Where the mode is not `listen`:
  PassPath::Options passing;
  std::string uinput = kUinputPath;          // or a FIFO, which gets the keys as records
  std::chrono::milliseconds settling{1000};  // KeyRelay::Options
};

// A scanner that pretends to be a keyboard, in the mode `listen`: not grabbed, so that the till's
// program gets every key too (RelayedScanner has the other modes). Only the device that the
// configuration names is opened, never "all keyboards".
class WedgeScanner final : public ScanSource, private ReadableDevice {
 public:
  // Fails with invalid_argument where there is no such layout. The device need not be there yet.
  // `io` and `clock` must outlive the scanner.
  static Result<std::unique_ptr<WedgeScanner>> make(boost::asio::io_context& io, const Clock& clock,
                                                    WedgeOptions options, OnScan on_scan);

  const std::string& name() const override { return outlet_.name(); }
  const std::string& register_id() const override { return outlet_.register_id(); }
  SourceState state() const override;
  void start() override { reader_.start(); }
  void stop() override { reader_.stop(); }
  void retry_now() override { reader_.retry_now(); }

 private:
  WedgeScanner(boost::asio::io_context& io, const Clock& clock, WedgeOptions options,
               KeyLayout layout, OnScan on_scan);

  Result<FileDescriptor> open() override;
  void on_bytes(ByteView bytes, Timestamp now) override;
  std::optional<Timestamp> deadline() const override { return decoder_.deadline(); }
  void on_deadline(Timestamp now) override;
  void on_lost() override;
  void emit(KeyText text);

  DevicePlace place_;
  std::string device_;         // where it was found last
  bool is_recording_ = false;  // a FIFO: its times are not ours
  KeyEventReader events_;
  KeyDecoder decoder_;
  CardBeginnings::Affixes affixes_;
  ScanOutlet outlet_;
  DeviceReader reader_;
};

}  // namespace loyald::scanner

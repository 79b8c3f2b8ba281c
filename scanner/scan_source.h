// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "scanner/scan.h"

namespace loyald::scanner {

// How a source is doing, for status pages.
struct SourceState {
  bool reading = false;
  std::string text;  // "reading", "stopped", "cannot open /dev/ttyACM0: No such file or directory"
  std::uint64_t scans = 0;    // delivered
  std::uint64_t dropped = 0;  // ScannerStatus.lost
  std::string device;         // the path that is read; empty where none is
};

// How a scan ended, for the person who holds the scanner.
enum class Outcome {
  card_known,    // a card in use
  card_unknown,  // a card that nobody uses yet, that is blocked, or that could not be looked up now
  not_a_card,
};

// Gets every scan, on the thread that runs the io_context. It may stop() the source, not destroy
// it.
using OnScan = std::function<void(Scan)>;

// A device that delivers scans. All calls come from the thread that runs its io_context. A source
// that loses its device opens it again by itself until it is stopped.
class ScanSource {
 public:
  virtual ~ScanSource() = default;
  virtual const std::string& name() const = 0;
  virtual const std::string& register_id() const = 0;
  virtual SourceState state() const = 0;
  virtual void start() = 0;
  virtual void stop() = 0;
  // Whether anybody listens to its register's scans; nobody does at first. For devices that had
  // better be off then.
  virtual void listened(bool /*somebody*/) {}
  // How the last scan ended: the device shows it, where it can and is set to. May be called from
  // within OnScan.
  virtual void acknowledge(Outcome) {}
  // Something was plugged in: it looks for its device at once.
  virtual void retry_now() {}
};

}  // namespace loyald::scanner

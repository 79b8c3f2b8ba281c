// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "scanner/repeat_filter.h"
#include "scanner/scan_source.h"
#include "store/base/clock.h"

namespace loyald::scanner {

// The end that all devices have in common: drops double reads and scanners' answers, and hands on
// the rest as Scans of one source. Belongs to the thread of its source.
class ScanOutlet {
 public:
  // `clock` must outlive the outlet.
  ScanOutlet(std::string name, std::string register_id, std::chrono::milliseconds repeat,
             const Clock& clock, OnScan on_scan);

  void emit(std::string text, bool complete);

  const std::string& name() const { return name_; }
  const std::string& register_id() const { return register_id_; }
  std::uint64_t emitted() const { return emitted_; }

 private:
  std::string name_;
  std::string register_id_;
  RepeatFilter filter_;
  const Clock& clock_;
  OnScan on_scan_;
  std::uint64_t emitted_ = 0;
};

}  // namespace loyald::scanner

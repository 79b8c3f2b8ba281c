// SPDX-License-Identifier: Apache-2.0
#include "scanner/scan_outlet.h"

#include <utility>

namespace loyald::scanner {

ScanOutlet::ScanOutlet(std::string name, std::string register_id, std::chrono::milliseconds repeat,
                       const Clock& clock, OnScan on_scan)
    : name_(std::move(name)),
      register_id_(std::move(register_id)),
      filter_(repeat),
      clock_(clock),
      on_scan_(std::move(on_scan)) {}

void ScanOutlet::emit(std::string text, bool complete) {
  if (!filter_.is_fresh(text, clock_.steady())) return;
  auto scan = scan_of(std::move(text), complete, name_, register_id_, clock_.now());
  if (!scan) return;
  ++emitted_;
  on_scan_(*std::move(scan));
}

}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "scanner/symbology.h"
#include "store/base/time.h"

namespace loyald::scanner {

// The longest text that is passed on as a scan: more than the largest QR code holds.
inline constexpr std::size_t kMaxScanBytes = 8192;

// One code that a device has read.
struct Scan {
  std::string text;  // the bytes as read, with the AIM identifier where the scanner sent one
  Symbology symbology = Symbology::unknown;
  std::string aim;          // "]E0"; empty where nobody said
  std::string source;       // the scanner's name in the configuration
  std::string register_id;  // whose scan it is
  Timestamp time;           // wall clock
  // False where the device stopped in the middle of a text: no terminator came although one was
  // expected. Such a text is a card only where a check digit proves it whole.
  bool complete = true;
};

// A scan of `text` with symbology and AIM identifier taken from its beginning. Nothing where the
// text is a scanner's answer to a command.
std::optional<Scan> scan_of(std::string text, bool complete, std::string source,
                            std::string register_id, Timestamp time);

}  // namespace loyald::scanner

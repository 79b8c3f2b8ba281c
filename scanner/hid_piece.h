// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "scanner/hid_descriptor.h"

namespace loyald::scanner {

// One report of a scan: a code longer than a report comes in several.
struct HidPiece {
  std::string aim;  // "]E0"; empty where the report has none
  std::string data;
  bool more = false;  // the code goes on in the next report
};

// Where a HID point-of-sale scanner (HID Point of Sale Usage Tables 1.02, page 0x8c) puts the parts
// of a scan. Makers order and size them as they like, so it comes from the scanner's own
// descriptor.
class HidPieceReader {
 public:
  // Nothing where the device is no such scanner, or has no report with decoded data in whole bytes.
  static std::optional<HidPieceReader> make(const HidDescriptor& descriptor);

  // The piece in an input report as it was read, with its id in front where there are ids; nothing
  // where that report has none. What a short report lacks is empty.
  std::optional<HidPiece> read(ByteView report) const;

 private:
  struct Layout {
    std::uint8_t id = 0;
    std::optional<HidField> byte_count;
    std::array<std::optional<HidField>, 3> aim;
    HidField data;
    std::optional<HidField> more;
  };
  static std::optional<Layout> layout_of(const HidReport& report);

  bool has_ids_ = false;
  std::vector<Layout> layouts_;
};

}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/hid_descriptor.h"

namespace loyald::scanner {

// USB vendors whose scanners take Honeywell's commands.
inline constexpr std::uint16_t kHoneywellVendor = 0x0c2e;
inline constexpr std::uint16_t kYoujieVendor = 0x23d0;

// The output reports, with their ids, that make the scanner show and sound a good read: the light
// and beep of the HID Point of Sale page where the descriptor has them, else Honeywell's command
// where the vendor takes it and the descriptor has the report for it. None where it can do neither.
std::vector<std::string> good_read_reports(const HidDescriptor& descriptor, std::uint16_t vendor);

}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "store/base/bytes.h"
#include "store/base/result.h"

namespace loyald::scanner {

// A usage of the HID usage tables with its page: 0x8c00fe is Decoded Data of the bar code page.
struct HidUsage {
  std::uint16_t page = 0;
  std::uint16_t id = 0;
  friend bool operator==(const HidUsage&, const HidUsage&) = default;
};

inline constexpr std::uint16_t kGenericDesktopPage = 0x01;
inline constexpr std::uint16_t kBarcodePage = 0x8c;

// One value, or a row of equal ones, in a report.
struct HidField {
  HidUsage usage;          // of the first value
  std::size_t offset = 0;  // in bits, from the report's beginning with its id
  std::size_t bits = 0;    // of one value, 1 to 32
  std::size_t count = 1;
};

// An input or output report.
struct HidReport {
  enum class Kind : std::uint8_t { input, output, feature };
  Kind kind = Kind::input;
  std::uint8_t id = 0;    // 0 where the descriptor has no ids
  std::size_t bytes = 0;  // with the id in front, where there is one
  std::vector<HidField> fields;

  // The first field that begins with the usage.
  const HidField* find(HidUsage usage) const;
};

// What a report descriptor says (Device Class Definition for HID 1.11, 6.2.2), as far as reading
// and writing reports needs it.
struct HidDescriptor {
  bool has_ids = false;
  std::vector<HidUsage> applications;  // what the device is: the usages of the outer collections
  std::vector<HidReport> reports;

  bool is(HidUsage application) const;
  const HidReport* find(HidReport::Kind kind, std::uint8_t id) const;
};

// Limits, the kernel's own or below.
inline constexpr std::size_t kMaxHidDescriptorBytes = 4096;
inline constexpr std::size_t kMaxHidReportBytes = 4096;
inline constexpr std::size_t kMaxHidFields = 2048;   // of all reports
inline constexpr std::size_t kMaxHidUsages = 12288;  // of one item
inline constexpr std::size_t kMaxHidDepth = 16;

// Reads a report descriptor. invalid_argument where it is cut off, contradicts itself or goes
// beyond the limits. Values of one item that share a usage are one field, others are a field each.
Result<HidDescriptor> read_hid_descriptor(ByteView descriptor);

// A value of the field in a report, the index-th of the row; 0 where the report is too short for
// it.
std::uint32_t hid_value(const HidField& field, ByteView report, std::size_t index = 0);

}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
#include "scanner/hid_signal.h"

#include <array>
#include <string_view>

namespace loyald::scanner {
namespace {

constexpr std::array<HidUsage, 2> kGoodRead{{
    {kBarcodePage, 0x7d},  // Good Read LED
    {kBarcodePage, 0x86},  // Sound Good Read Beep
}};

// Honeywell's command channel: a length, then "SYN BEL CR", which beeps.
constexpr std::uint8_t kCommandReport = 0xfd;
constexpr std::string_view kBeep = "\x03\x16\x07\r";

std::string empty_report(const HidDescriptor& descriptor, const HidReport& report) {
  std::string bytes(report.bytes, '\0');
  // hidraw takes a zero in front of a report without an id.
  if (!descriptor.has_ids) bytes.insert(0, 1, '\0');
  if (descriptor.has_ids && !bytes.empty()) bytes[0] = static_cast<char>(report.id);
  return bytes;
}

}  // namespace

std::vector<std::string> good_read_reports(const HidDescriptor& descriptor, std::uint16_t vendor) {
  std::vector<std::string> reports;
  for (const HidReport& report : descriptor.reports) {
    if (report.kind != HidReport::Kind::output) continue;
    std::string bytes = empty_report(descriptor, report);
    bool has_any = false;
    for (const HidUsage usage : kGoodRead) {
      const HidField* field = report.find(usage);
      if (field == nullptr) continue;
      const std::size_t bit = field->offset + (descriptor.has_ids ? 0U : 8U);
      bytes.at(bit / 8) =
          static_cast<char>(static_cast<std::uint8_t>(bytes.at(bit / 8)) | 1U << bit % 8);
      has_any = true;
    }
    if (has_any) reports.push_back(std::move(bytes));
  }
  if (!reports.empty()) return reports;
  const HidReport* command = descriptor.find(HidReport::Kind::output, kCommandReport);
  const bool takes_commands = vendor == kHoneywellVendor || vendor == kYoujieVendor;
  if (!takes_commands || command == nullptr || command->bytes <= kBeep.size()) return reports;
  reports.push_back(empty_report(descriptor, *command).replace(1, kBeep.size(), kBeep));
  return reports;
}

}  // namespace loyald::scanner

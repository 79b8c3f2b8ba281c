// SPDX-License-Identifier: Apache-2.0
#include "scanner/hid_signal.h"

#include <doctest/doctest.h>

#include "tests/scanner/hid_reports.h"

namespace loyald::scanner {
namespace {

std::vector<std::string> signals(std::string_view hex, std::uint16_t vendor) {
  const std::string bytes = testing::from_hex_or_throw(hex);
  std::vector<std::string> reports;
  for (const std::string& report :
       good_read_reports(read_hid_descriptor(as_bytes(bytes)).value(), vendor)) {
    reports.push_back(to_hex(as_bytes(report)));
  }
  return reports;
}
using Reports = std::vector<std::string>;

TEST_CASE("the light and the beep are set, nothing else") {
  // Report 4: error beep, good read beep, light, five bits of padding.
  CHECK(signals("058c0902a10185042501750195010985910209869102097d9102750595019103c0", 0x05e0) ==
        Reports{"0406"});
  // The same without an id.
  CHECK(signals("058c0902a1012501750195010985910209869102097d9102750595019103c0", 0x05e0) ==
        Reports{"0006"});
  // In two reports.
  CHECK(signals("058c0902a101750895018504098691028505097d9102c0", 0x05e0) ==
        Reports{"0401", "0501"});
}

TEST_CASE("Honeywell's command where the scanner has the report for it") {
  constexpr std::string_view kWithCommands = "058c0902a10185fd7508950709309102c0";
  CHECK(signals(kWithCommands, kHoneywellVendor) == Reports{"fd0316070d000000"});
  CHECK(signals(kWithCommands, kYoujieVendor) == Reports{"fd0316070d000000"});
  CHECK(signals(kWithCommands, 0x05e0).empty());
  CHECK(signals("058c0902a10185fd7508950309309102c0", kHoneywellVendor).empty());  // too short
  CHECK(signals(testing::kCommonHidPos, kHoneywellVendor).empty());
}

}  // namespace
}  // namespace loyald::scanner

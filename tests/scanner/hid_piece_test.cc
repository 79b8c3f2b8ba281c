// SPDX-License-Identifier: Apache-2.0
#include "scanner/hid_piece.h"

#include <doctest/doctest.h>

#include "tests/scanner/hid_reports.h"

namespace loyald::scanner {
namespace {

using testing::common_report;
using testing::from_hex_or_throw;

std::optional<HidPieceReader> reader_of(std::string_view hex) {
  const std::string bytes = from_hex_or_throw(hex);
  return HidPieceReader::make(read_hid_descriptor(as_bytes(bytes)).value());
}
HidPiece read(const HidPieceReader& reader, std::string_view report) {
  return reader.read(as_bytes(report)).value();
}

TEST_CASE("a real scanner's pieces") {
  // A Voyager 1602g, the first and the last piece of a code.
  const auto reader = reader_of(testing::kCommonHidPos).value();
  const std::string text = "Product Name: Voyager 1602g\r\nBoot Revision: CA000064BB\r\n";
  REQUIRE(text.size() == 56);
  const HidPiece first = read(reader, "\x02\x38]X0" + text + std::string("\x3f\0\x01", 3));
  CHECK(first.aim == "]X0");
  CHECK(first.data == text);
  CHECK(first.more);
  const HidPiece last =
      read(reader, "\x02\x09]X0um: N/A\r\n" + std::string(47, '\0') + std::string("\x3f\0\0", 3));
  CHECK(last.data == "um: N/A\r\n");
  CHECK_FALSE(last.more);
}

TEST_CASE("without a byte count the padding ends the last piece, not an earlier one") {
  const auto reader = reader_of(testing::kHidPosWithoutCount).value();
  std::string report =
      "\x02]E0"
      "0420000001232";
  report.resize(60);
  CHECK(read(reader, report + '\0').data == "0420000001232");
  const HidPiece earlier = read(reader, report + '\x01');
  CHECK(earlier.more);
  CHECK(earlier.data.size() == 56);
}

TEST_CASE("what a report says wrongly or lacks is taken as little as possible") {
  const auto reader = reader_of(testing::kCommonHidPos).value();
  std::string report = common_report("]E0", "042", false);
  report[1] = '\xff';
  CHECK(read(reader, report).data.size() == 56);
  CHECK(read(reader, common_report("\0\0", "042", false)).aim.empty());
  CHECK(read(reader, report.substr(0, 8)).data == "042");
  CHECK(read(reader, report.substr(0, 3)).data.empty());
  CHECK(read(reader, report.substr(0, 3)).aim.empty());
  CHECK_FALSE(read(reader, report.substr(0, 8)).more);
  CHECK_FALSE(reader.read({}));
  report[0] = 3;
  CHECK_FALSE(reader.read(as_bytes(report)));
}

TEST_CASE("only a bar code scanner with decoded data in whole bytes is one") {
  CHECK_FALSE(reader_of(testing::kHidKeyboard));
  CHECK(reader_of("058c0902a1017508950809fe8102c0"));
  CHECK_FALSE(reader_of("058c0903a1017508950809fe8102c0"));  // another application
  CHECK_FALSE(reader_of("058c0902a1017508950809fe9102c0"));  // an output report
  CHECK_FALSE(reader_of("058c0902a1017504950809fe8102c0"));  // half bytes
  CHECK_FALSE(
      reader_of("058c0902a10175019501810375089508"
                "09fe8102c0"));  // not at a byte
}

TEST_CASE("a descriptor without ids has reports without them") {
  const auto reader = reader_of("058c0902a1017508950809fe8102c0").value();
  CHECK(read(reader, std::string("0420000\0", 8)).data == "0420000");
}

}  // namespace
}  // namespace loyald::scanner

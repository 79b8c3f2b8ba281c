// SPDX-License-Identifier: Apache-2.0
#include "scanner/aim.h"

#include <doctest/doctest.h>

#include "scanner/scan.h"

namespace loyald::scanner {
namespace {

TEST_CASE("known identifiers are split off") {
  const AimText ean = split_aim("]E00420000001232");
  CHECK(ean.id == "]E0");
  CHECK(ean.symbology == Symbology::ean13);
  CHECK(ean.text == "0420000001232");
  CHECK(split_aim("]E412345670").symbology == Symbology::ean8);
  CHECK(split_aim("]C1801").symbology == Symbology::code128);
  CHECK(split_aim("]Q3801").symbology == Symbology::qr);
  CHECK(split_aim("]d2801").symbology == Symbology::datamatrix);
  CHECK(split_aim("]L2x").symbology == Symbology::pdf417);
  CHECK(split_aim("]z0x").symbology == Symbology::aztec);
  CHECK(split_aim("]A0x").symbology == Symbology::code39);
  CHECK(split_aim("]Q1").text.empty());
}

TEST_CASE("other texts stay whole") {
  for (const std::string_view text :
       {"", "]", "]E", "]E9123", "]?0abc", "0420", "x]E0", "]q1abc"}) {
    const AimText split = split_aim(text);
    CHECK(split.id.empty());
    CHECK(split.symbology == Symbology::unknown);
    CHECK(split.text == text);
  }
}

TEST_CASE("a scan keeps its bytes, and a scanner's answer is none") {
  const auto scan = scan_of("]Q1LOY", false, "front", "till-1", {77});
  REQUIRE(scan);
  CHECK(scan->text == "]Q1LOY");
  CHECK(scan->aim == "]Q1");
  CHECK(scan->symbology == Symbology::qr);
  CHECK(scan->source == "front");
  CHECK(scan->register_id == "till-1");
  CHECK(scan->time == Timestamp{77});
  CHECK_FALSE(scan->complete);
  CHECK_FALSE(scan_of("]Z6REVINF\x06.", true, "front", "till-1", {}));
}

TEST_CASE("symbology names lead back") {
  for (int i = 0; i <= static_cast<int>(Symbology::other); ++i) {
    const auto symbology = static_cast<Symbology>(i);
    CHECK(symbology_named(name(symbology)) == symbology);
  }
  CHECK_FALSE(symbology_named("EAN-13"));
}

}  // namespace
}  // namespace loyald::scanner

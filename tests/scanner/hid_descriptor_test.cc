// SPDX-License-Identifier: Apache-2.0
#include "scanner/hid_descriptor.h"

#include <doctest/doctest.h>

#include "store/base/random.h"
#include "tests/scanner/hid_reports.h"

namespace loyald::scanner {
namespace {

using testing::from_hex_or_throw;

Result<HidDescriptor> read_hex(std::string_view hex) {
  const std::string bytes = from_hex_or_throw(hex);
  return read_hid_descriptor(as_bytes(bytes));
}
std::string refusal(std::string_view hex) {
  const auto descriptor = read_hex(hex);
  return descriptor ? "" : descriptor.error().message;
}
std::string repeated(std::string_view hex, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += hex;
  return out;
}

constexpr auto kInput = HidReport::Kind::input;

TEST_CASE("the common scanner's fields lie where its reports have them") {
  const auto descriptor = read_hex(testing::kCommonHidPos).value();
  CHECK(descriptor.has_ids);
  CHECK(descriptor.is({kBarcodePage, 0x02}));
  CHECK_FALSE(descriptor.is({kBarcodePage, 0x12}));  // an inner collection
  const HidReport* report = descriptor.find(kInput, 2);
  REQUIRE(report != nullptr);
  CHECK(report->bytes == 64);
  struct Row {
    HidUsage usage;
    std::size_t byte;
    std::size_t bits;
    std::size_t count;
  };
  for (const Row& row : {Row{{kGenericDesktopPage, 0x3b}, 1, 8, 1},
                         {{kBarcodePage, 0xfb}, 2, 8, 1},
                         {{kBarcodePage, 0xfc}, 3, 8, 1},
                         {{kBarcodePage, 0xfd}, 4, 8, 1},
                         {{kBarcodePage, 0xfe}, 5, 8, 56},
                         {{0xff66, 0x04}, 61, 8, 1},
                         {{kBarcodePage, 0xff}, 63, 1, 8}}) {
    CAPTURE(row.usage.id);
    const HidField* field = report->find(row.usage);
    REQUIRE(field != nullptr);
    CHECK(field->offset == row.byte * 8);
    CHECK(field->bits == row.bits);
    CHECK(field->count == row.count);
  }
}

TEST_CASE("padding moves what follows and is no field") {
  const auto descriptor = read_hex(testing::kHidPosWithoutCount).value();
  const HidReport* report = descriptor.find(kInput, 2);
  REQUIRE(report != nullptr);
  CHECK(report->bytes == 61);
  CHECK(report->find({kBarcodePage, 0xff})->offset == 60 * 8);
  CHECK(report->fields.size() == 5);
}

TEST_CASE("input, output and feature reports are counted apart, by id") {
  const auto keyboard = read_hex(testing::kHidKeyboard).value();
  CHECK_FALSE(keyboard.has_ids);
  CHECK(keyboard.is({kGenericDesktopPage, 0x06}));
  CHECK(keyboard.find(kInput, 0)->bytes == 8);
  CHECK(keyboard.find(HidReport::Kind::output, 0)->bytes == 1);
  CHECK(keyboard.find(HidReport::Kind::feature, 0) == nullptr);

  const auto two =
      read_hex("0501a1017508950185010930810285020931810209329102850109338102c0").value();
  CHECK(two.find(kInput, 1)->bytes == 3);
  CHECK(two.find(kInput, 1)->find({1, 0x33})->offset == 16);
  CHECK(two.find(kInput, 2)->bytes == 2);
  CHECK(two.find(HidReport::Kind::output, 2)->find({1, 0x32})->offset == 8);
}

TEST_CASE(
    "pushed settings come back; usages of four bytes carry their page; long items are skipped") {
  const auto descriptor = read_hex(
                              "0501a101"        // page, collection
                              "75089501a4"      // 8 bits, 1, push
                              "058c75109502"    // page 8c, 16 bits, 2
                              "0bfe008c008102"  // usage 8c:fe
                              "fe0310aabbcc"    // a long item
                              "b409308102c0")   // pop, usage 01:30
                              .value();
  const HidReport* report = descriptor.find(kInput, 0);
  REQUIRE(report != nullptr);
  CHECK(report->bytes == 5);
  CHECK(report->find({kBarcodePage, 0xfe})->bits == 16);
  CHECK(report->find({kGenericDesktopPage, 0x30})->offset == 32);
  CHECK(report->find({kGenericDesktopPage, 0x30})->bits == 8);
}

TEST_CASE("a range of usages is one after the other, and the last one counts for the rest") {
  const auto descriptor = read_hex(
                              "058ca10175089505"
                              "19fb29fd"
                              "8102c0")
                              .value();
  const HidReport* report = descriptor.find(kInput, 0);
  REQUIRE(report != nullptr);
  CHECK(report->find({kBarcodePage, 0xfc})->offset == 8);
  CHECK(report->find({kBarcodePage, 0xfd})->count == 3);
}

TEST_CASE("what is no descriptor is refused with the reason") {
  const std::string its = "its HID report descriptor ";
  CHECK(refusal("05") == its + "ends in the middle of an item");
  CHECK(refusal("fe") == its + "ends in the middle of an item");
  CHECK(refusal("fe0510") == its + "ends in the middle of an item");
  CHECK(refusal("a101") == its + "does not end its collections");
  CHECK(refusal("c0") == its + "ends a collection that it has not begun");
  CHECK(refusal("b4") == its + "pops what it has not pushed");
  CHECK(refusal("8500") == its + "has a report id that does not exist");
  CHECK(refusal("86ff01") == its + "has a report id that does not exist");
  CHECK(refusal("7508950109308102"
                "8501") == its + "begins to use report ids too late");
  CHECK(refusal("a48501b4750895010930"
                "8102") == its + "has a report without an id among others");
  CHECK(refusal("29fd") == its + "has a range of usages without a beginning");
  CHECK(refusal("19fe29fd") == its + "has a range of usages without a beginning");
}

TEST_CASE("limits hold") {
  const std::string its = "its HID report descriptor ";
  CHECK(refusal(repeated("0501", kMaxHidDescriptorBytes / 2)).empty());
  CHECK(refusal(repeated("0501", kMaxHidDescriptorBytes / 2 + 1)) == its + "is too long");
  CHECK(refusal(repeated("a4", kMaxHidDepth)).empty());
  CHECK(refusal(repeated("a4", kMaxHidDepth + 1)) == its + "pushes too often");
  CHECK(refusal(repeated("a101", kMaxHidDepth) + repeated("c0", kMaxHidDepth)).empty());
  CHECK(refusal(repeated("a101", kMaxHidDepth + 1)) == its + "nests its collections too deeply");
  CHECK(refusal("750896001009308102").empty());  // 4096 bytes
  CHECK(refusal("750896011009308102") == its + "has too long a report");
  CHECK(refusal("77ffffffff97ffffffff8102") == its + "has too long a report");
  CHECK(refusal("1a00002affff") == its + "has too many usages in one item");
  CHECK(refusal("7501"
                "960008"
                "1a00002aff07"
                "8102")
            .empty());  // 2048 fields
  CHECK(refusal("7501"
                "960108"
                "1a00002a0008"
                "8102") == its + "has too many fields");
}

TEST_CASE("values are read across bytes, and what a short report lacks is zero") {
  const std::string report = from_hex_or_throw("02f0a5c3");
  const HidField field{{}, 12, 10, 2};
  CHECK(hid_value(field, as_bytes(report)) == 0x25f);     // bits 12 to 21 of c3a5f002
  CHECK(hid_value(field, as_bytes(report), 1) == 0x30e);  // bits 22 to 31
  CHECK(hid_value(field, as_bytes(report), 2) == 0);      // not of the row
  CHECK(hid_value(field, as_bytes(report).first(3), 1) == 0);
  CHECK(hid_value({{}, 0, 32, 1}, as_bytes(report)) == 0xc3a5f002);
}

TEST_CASE(
    "a descriptor with any byte changed is read or refused, and its fields are in its reports") {
  const std::string good = from_hex_or_throw(testing::kCommonHidPos);
  SeededRandom random(1);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes = good;
    for (std::uint64_t changes = random.next() % 3 + 1; changes > 0; --changes) {
      bytes[random.next() % bytes.size()] = static_cast<char>(random.next());
    }
    const auto descriptor = read_hid_descriptor(as_bytes(bytes));
    if (!descriptor) continue;
    for (const HidReport& report : descriptor->reports) {
      REQUIRE(report.bytes <= kMaxHidReportBytes);
      for (const HidField& field : report.fields) {
        REQUIRE(field.offset + field.bits * field.count <= report.bytes * 8);
      }
    }
  }
}

}  // namespace
}  // namespace loyald::scanner

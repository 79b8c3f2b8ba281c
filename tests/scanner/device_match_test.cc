// SPDX-License-Identifier: Apache-2.0
#include "scanner/device_match.h"

#include <doctest/doctest.h>

#include <array>
#include <vector>

namespace loyald::scanner {
namespace {

AttachedDevice keyboard(const std::string& node, const DeviceMatch& is) {
  return {DeviceKind::keyboard, node, "", "", is.vendor, is.product, is.serial, is.port,
          is.interface_number};
}

// Every keyboard that may be told apart or not: two vendors, products, serial numbers (one of them
// none), ports and interfaces.
std::vector<AttachedDevice> every_keyboard() {
  std::vector<AttachedDevice> all;
  for (const char* vendor : {"0c2e", "05e0"})
    for (const char* product : {"0b61", "1200"})
      for (const char* serial : {"", "A1"})
        for (const char* port : {"1-1", "1-2"})
          for (const char* interface_number : {"00", "01"}) {
            all.push_back(keyboard("/dev/input/event" + std::to_string(all.size()),
                                   {vendor, product, serial, port, interface_number}));
          }
  return all;
}

TEST_CASE("a match finds the one device that has all it says") {
  const std::vector<AttachedDevice> attached{
      keyboard("/dev/input/event4", {"0c2e", "0b61", "A1", "1-1", "00"}),
      keyboard("/dev/input/event5", {"0c2e", "0b61", "B2", "1-2", "00"}),
      keyboard("/dev/input/event6", {"05e0", "1200", "", "1-3", "00"}),
      {DeviceKind::serial, "/dev/ttyACM0", "", "", "05e0", "1701", "", "1-4", "00"},
  };
  struct Row {
    DeviceMatch match;
    DeviceKind kind;
    std::string node;     // or
    std::string message;  // what the error says
  };
  const std::array<Row, 8> rows{{
      {{"05e0", "", "", "", ""}, DeviceKind::keyboard, "/dev/input/event6", ""},
      {{"05e0", "", "", "", ""}, DeviceKind::serial, "/dev/ttyACM0", ""},
      {{"", "", "B2", "", ""}, DeviceKind::keyboard, "/dev/input/event5", ""},
      {{"", "", "", "1-1", ""}, DeviceKind::keyboard, "/dev/input/event4", ""},
      {{"0c2e", "0b61", "A1", "", ""}, DeviceKind::keyboard, "/dev/input/event4", ""},
      {{"0c2e", "0b61", "C3", "", ""},
       DeviceKind::keyboard,
       "",
       R"(no keyboard with vendor = "0c2e", product = "0b61", serial = "C3" is plugged in)"},
      {{"05e0", "", "", "", ""},
       DeviceKind::camera,
       "",
       R"(no camera with vendor = "05e0" is plugged in)"},
      {{"0c2e", "", "", "", ""},
       DeviceKind::keyboard,
       "",
       R"(2 devices match vendor = "0c2e": /dev/input/event4 with serial = "A1", port = "1-1" and )"
       R"(/dev/input/event5 with serial = "B2", port = "1-2")"},
  }};
  for (const Row& row : rows) {
    CAPTURE(text_of(row.match));
    const auto found = find_match(row.match, row.kind, attached);
    REQUIRE(found.has_value() == row.message.empty());
    if (found) {
      CHECK(found->node == row.node);
    } else {
      CHECK(found.error().message == row.message);
    }
  }
}

TEST_CASE("two that only one of them has a serial number for are told apart by it") {
  const std::vector<AttachedDevice> attached{
      keyboard("/dev/input/event4", {"0c2e", "0b61", "", "1-1", ""}),
      keyboard("/dev/input/event5", {"0c2e", "0b61", "B2", "1-1", ""})};
  const auto found = find_match({"0c2e", "", "", "", ""}, DeviceKind::keyboard, attached);
  REQUIRE_FALSE(found);
  CHECK(found.error().message ==
        "2 devices match vendor = \"0c2e\": /dev/input/event4 and /dev/input/event5 with serial = "
        "\"B2\"");
}

TEST_CASE("what is proposed for a device finds that device, among all that differ in anything") {
  const std::vector<AttachedDevice> attached = every_keyboard();
  for (const AttachedDevice& device : attached) {
    const DeviceMatch match = match_for(device, attached);
    const auto found = find_match(match, DeviceKind::keyboard, attached);
    // Nothing can be said of a missing serial number: its twin has one and fits as well.
    if (device.serial.empty()) {
      CHECK(match.port == device.port);
      continue;
    }
    CAPTURE(text_of(match));
    REQUIRE(found);
    CHECK(*found == device);
  }
}

TEST_CASE("a match says no more than it needs, but always the serial number") {
  const AttachedDevice numbered =
      keyboard("/dev/input/event4", {"0c2e", "0b61", "A1", "1-1", "00"});
  const AttachedDevice plain = keyboard("/dev/input/event5", {"0c2e", "0b62", "", "1-2", "00"});
  const AttachedDevice twin = keyboard("/dev/input/event6", {"0c2e", "0b62", "", "1-3", "00"});
  const AttachedDevice second = keyboard("/dev/input/event7", {"0c2e", "0b62", "", "1-3", "01"});
  const AttachedDevice nobody = keyboard("/dev/input/event8", {});
  const std::array alone{numbered, plain};
  const std::array pair{plain, twin};
  const std::array all{numbered, plain, twin, second};
  CHECK(text_of(match_for(numbered, alone)) ==
        R"(vendor = "0c2e", product = "0b61", serial = "A1")");
  CHECK(text_of(match_for(plain, alone)) == R"(vendor = "0c2e", product = "0b62")");
  CHECK(text_of(match_for(plain, pair)) == R"(vendor = "0c2e", product = "0b62", port = "1-2")");
  CHECK(text_of(match_for(second, all)) ==
        R"(vendor = "0c2e", product = "0b62", port = "1-3", interface = "01")");
  CHECK(match_for(nobody, all) == DeviceMatch());
}

TEST_CASE("what looks like a scanner, and what is our own") {
  struct Row {
    DeviceKind kind;
    const char* vendor;
    const char* name;
    const char* why;
  };
  const std::array<Row, 8> rows{{
      {DeviceKind::keyboard, "0c2e", "Voyager", "made by Honeywell"},
      {DeviceKind::keyboard, "1a86", "USB Barcode Reader", "its name says \"barcode\""},
      {DeviceKind::keyboard, "1a86", "TERA HW0002", "its name says \"tera\""},
      {DeviceKind::keyboard, "046d", "Logitech Interactive Keyboard", ""},
      {DeviceKind::keyboard, "046d", "Symbolic", ""},
      {DeviceKind::serial, "05f9", "", "made by Datalogic"},
      {DeviceKind::hid_pos, "1234", "", "it is a point-of-sale device"},
      {DeviceKind::camera, "", "", ""},
  }};
  for (const Row& row : rows) {
    AttachedDevice device;
    device.kind = row.kind;
    device.vendor = row.vendor;
    device.name = row.name;
    CHECK(why_scanner(device) == row.why);
  }
  CHECK(is_relay_clone("1209", "4c59", "anything"));
  CHECK(is_relay_clone("", "", "loyald relay: Voyager"));
  CHECK_FALSE(is_relay_clone("1209", "0001", "Voyager"));
}

}  // namespace
}  // namespace loyald::scanner

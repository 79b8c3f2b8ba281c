// SPDX-License-Identifier: Apache-2.0
#include "scanner/device_list.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/uml/support/keyboard_device.h"

// What the kernel's sysfs says of devices, without udev.
namespace loyald::scanner::testing {
namespace {

std::vector<AttachedDevice> keyboards() { return list_devices(DeviceKind::keyboard).value(); }

TEST_CASE("a keyboard is listed by what it is, as long as it is plugged in") {
  CHECK(keyboards().empty());
  {
    const KeyboardDevice scanner;
    const auto listed = keyboards();
    REQUIRE(listed.size() == 1);
    CHECK(listed[0].node == scanner.node());
    CHECK(listed[0].name == "Honeywell Voyager 1400g");
    CHECK(listed[0].vendor == "0c2e");
    CHECK(listed[0].product == "0b01");
    CHECK(listed[0].link.empty());
    CHECK(why_scanner(listed[0]) == "made by Honeywell");
  }
  CHECK(keyboards().empty());
}

TEST_CASE("our own keyboards are never listed") {
  const KeyboardDevice by_number({"something", 0x1209, 0x4c59});
  const KeyboardDevice by_name({"loyald relay: Voyager", 0x0c2e, 0x0b01});
  const KeyboardDevice other({"Tera", 0x1209, 0x0001});
  const auto listed = keyboards();
  REQUIRE(listed.size() == 1);
  CHECK(listed[0].name == "Tera");
}

}  // namespace
}  // namespace loyald::scanner::testing

// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/scanner_lines.h"

#include <sys/stat.h>

#include <array>

#include "daemon/config.h"
#include "daemon/loyalctl/device_access.h"
#include "daemon/loyalctl/scanner_sheet.h"
#include "daemon/loyalctl/visible_text.h"
#include "tests/support/doctest.h"

namespace loyald::loyalctl {
namespace {

using scanner::AttachedDevice;
using scanner::DeviceKind;
using scanner::LearnedSettings;

constexpr const char* kConfig = R"(
state_directory = "/var/lib/loyald"
programme_file = "programme.toml"
store.id = 7
[[card_format]]
name = "Bonus card"
min_length = 8
max_length = 13
)";

AttachedDevice voyager() {
  return {DeviceKind::keyboard,
          "/dev/input/event5",
          "/dev/input/by-id/usb-Honeywell_Voyager_17-event-kbd",
          "Honeywell Voyager",
          "0c2e",
          "0b61",
          "1\"7",
          "1-1",
          "00"};
}

daemon::DaemonSettings accepted(const std::string& lines) {
  auto settings = daemon::parse_config(kConfig + lines, "/etc/loyald/loyald.toml");
  REQUIRE_MESSAGE(settings, lines, (settings ? "" : settings.error().message));
  return *std::move(settings);
}

TEST_CASE("the lines for a keyboard are a scanner of the configuration") {
  const std::array attached{voyager()};
  const LearnedSettings settings{{"de", "at"}, "", "", "\r", true};
  const std::string lines = scanner_lines("till \"1\"", "1", voyager(), attached, settings);
  CHECK(lines ==
        "[[scanner]]\nname = \"till \\\"1\\\"\"\nregister = \"1\"\n[scanner.wedge]\n"
        "match = { vendor = \"0c2e\", product = \"0b61\", serial = \"1\\\"7\" }\n"
        "layout = \"de\"  # the same keys as at\n");
  const auto read = accepted(lines);
  REQUIRE(read.scanners.size() == 1);
  const auto& wedge = std::get<scanner::WedgeOptions>(read.scanners[0]);
  CHECK(wedge.name == "till \"1\"");
  CHECK(wedge.layout == "de");
  CHECK(wedge.device ==
        scanner::DevicePlace(DeviceKind::keyboard, {"0c2e", "0b61", "1\"7", "", ""}));
}

TEST_CASE("a port that has nothing to be known by is named by its path") {
  AttachedDevice port;
  port.kind = DeviceKind::serial;
  port.node = "/dev/ttyS0";
  const std::array attached{port};
  const std::string lines = scanner_lines("till", "1", port, attached, {{}, "", "", "\r\n", true});
  CHECK(lines ==
        "[[scanner]]\nname = \"till\"\nregister = \"1\"\n[scanner.serial]\ndevice = "
        "\"/dev/ttyS0\"\n");
  CHECK(std::get<scanner::SerialOptions>(accepted(lines).scanners[0]).device == "/dev/ttyS0");
  port.link = "/dev/serial/by-id/usb-x";
  CHECK(place_lines(port, attached) == "device = \"/dev/serial/by-id/usb-x\"\n");
}

TEST_CASE("what is around the codes is in the lines, what should be changed in comments") {
  const std::array attached{voyager()};
  const std::string lines =
      scanner_lines("till", "1", voyager(), attached, {{"us"}, "P\x1d", "\\", "", false});
  CHECK(lines.find("prefix = \"P\\u001D\"\nsuffix = \"\\\\\"\n") != std::string::npos);
  CHECK(lines.find("# It ends its scans with nothing") == 0);
  CHECK(lines.find("# It does not say which kind of code") != std::string::npos);
  AttachedDevice port = voyager();
  port.kind = DeviceKind::serial;
  const std::string tab = scanner_lines("till", "1", port, attached, {{}, "", "", "\t", true});
  CHECK(tab.find("tab_ends = true\n") != std::string::npos);
  const std::string none = scanner_lines("till", "1", port, attached, {{}, "", "", "", true});
  CHECK(none.find("ends = \"silence\"\n") != std::string::npos);
}

TEST_CASE("a HID point-of-sale scanner says by itself where a code ends") {
  AttachedDevice device = voyager();
  device.kind = DeviceKind::hid_pos;
  const std::array attached{device};
  const std::string lines = scanner_lines("till", "1", device, attached, {{}, "", "", "", true});
  CHECK(lines ==
        "[[scanner]]\nname = \"till\"\nregister = \"1\"\n[scanner.hid]\n"
        "match = { vendor = \"0c2e\", product = \"0b61\", serial = \"1\\\"7\" }\n");
  CHECK(std::get<scanner::HidOptions>(accepted(lines).scanners[0]).device ==
        scanner::DevicePlace(DeviceKind::hid_pos, {"0c2e", "0b61", "1\"7", "", ""}));
  const std::string more = scanner_lines("till", "1", device, attached, {{}, "P", "", "", true});
  CHECK(more.find("# It puts something around each code") != std::string::npos);
}

TEST_CASE("control characters are shown by name") {
  CHECK(visible("\x02]C1 8018\x1d"
                "A\r\n\x7f") == "<STX>]C1 8018<GS>A<CR><LF><DEL>");
  CHECK(visible("Müller <GS>") == "Müller <GS>");
  CHECK(toml_string("a\"b\\c\td") == "\"a\\\"b\\\\c\\u0009d\"");
}

TEST_CASE("what the daemon may not open is said, with what to do") {
  struct Row {
    DeviceKind kind;
    mode_t mode;
    const char* group;
    bool may;
  };
  constexpr std::array<Row, 8> kRows{{{DeviceKind::keyboard, 0660, "input", true},
                                      {DeviceKind::keyboard, 0640, "input", true},
                                      {DeviceKind::keyboard, 0600, "root", false},
                                      {DeviceKind::keyboard, 0660, "root", false},
                                      {DeviceKind::serial, 0660, "dialout", true},
                                      {DeviceKind::serial, 0640, "dialout", false},
                                      {DeviceKind::serial, 0666, "root", true},
                                      {DeviceKind::hid_pos, 0660, "loyald", true}}};
  for (const Row& row : kRows) {
    const std::string problem = access_problem(row.kind, S_IFCHR | row.mode, row.group);
    CHECK(problem.empty() == row.may);
    if (!row.may) CHECK(problem.find("60-loyald.rules") != std::string::npos);
  }
}

TEST_CASE("the sheet is one page with ten codes") {
  const auto page = scanner_sheet();
  REQUIRE(page);
  std::size_t codes = 0;
  for (std::size_t at = page->find("<svg"); at != std::string::npos;
       at = page->find("<svg", at + 1)) {
    ++codes;
  }
  CHECK(codes == 10);
}

}  // namespace
}  // namespace loyald::loyalctl

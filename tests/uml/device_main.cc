// SPDX-License-Identifier: Apache-2.0
// A scanner for tests in other languages, inside User-Mode Linux:
//   uml_device hid                     HID point-of-sale, the common descriptor
//   uml_device keyboard LAYOUT GAP_MS  a keyboard wedge
// Prints the device's node; then each line of standard input is a code that it reads: for hid with
// the AIM identifier in front, or "sheet": the five codes of the configuration sheet. The end of
// the input unplugs it.
#include <algorithm>
#include <exception>
#include <functional>
#include <iostream>
#include <string>

#include "scanner/learned_settings.h"
#include "tests/scanner/hid_reports.h"
#include "tests/uml/support/hid_device.h"
#include "tests/uml/support/keyboard_device.h"

namespace {

using namespace loyald;                    // NOLINT
using namespace loyald::scanner::testing;  // NOLINT

void read_codes(const std::string& node, const std::function<void(const std::string&)>& read) {
  std::cout << node << std::endl;
  for (std::string code; std::getline(std::cin, code);) read(code);
}

void be_hid() {
  constexpr std::size_t kAimBytes = 3;
  const std::string descriptor = from_hex_or_throw(kCommonHidPos);
  HidDevice device(as_bytes(descriptor));
  const auto send = [&](std::string_view aim, std::string_view text) {
    for (const std::string& report : common_reports(aim, text)) device.send(as_bytes(report));
  };
  read_codes(device.node(), [&](const std::string& code) {
    if (code == "sheet") {
      for (const std::string& text : loyald::scanner::sheet_texts()) send("]C0", text);
    } else {
      send(code.substr(0, kAimBytes), code.substr(std::min(code.size(), kAimBytes)));
    }
  });
}

void be_keyboard(const std::string& layout, int gap_ms) {
  KeyboardDevice device;
  read_codes(device.node(), [&](const std::string& code) { device.scan(layout, code, gap_ms); });
}

}  // namespace

int main(int argc, char** argv) {
  const std::string kind = argc > 1 ? argv[1] : "";
  try {
    if (kind == "hid" && argc == 2) {
      be_hid();
    } else if (kind == "keyboard" && argc == 4) {
      be_keyboard(argv[2], std::stoi(argv[3]));
    } else {
      std::cerr << "usage: uml_device hid | keyboard LAYOUT GAP_MS\n";
      return 2;
    }
  } catch (const std::exception& error) {
    std::cerr << "uml_device: " << error.what() << "\n";
    return 1;
  }
  return 0;
}

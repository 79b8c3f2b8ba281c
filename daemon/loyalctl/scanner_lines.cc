// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/scanner_lines.h"

#include "daemon/loyalctl/visible_text.h"
#include "scanner/device_match.h"

namespace loyald::loyalctl {
namespace {

using scanner::AttachedDevice;
using scanner::DeviceKind;
using scanner::LearnedSettings;

std::string affixes(const LearnedSettings& settings) {
  std::string lines;
  if (!settings.prefix.empty()) lines += "prefix = " + toml_string(settings.prefix) + "\n";
  if (!settings.suffix.empty()) lines += "suffix = " + toml_string(settings.suffix) + "\n";
  return lines;
}

std::string keyboard_lines(const LearnedSettings& settings) {
  std::string lines = "layout = " + toml_string(settings.layouts.front());
  for (std::size_t i = 1; i < settings.layouts.size(); ++i) {
    lines += (i == 1 ? "  # the same keys as " : ", ") + settings.layouts[i];
  }
  return lines + "\n" + affixes(settings);
}

std::string serial_lines(const LearnedSettings& settings) {
  std::string lines;
  const bool has_line_end = settings.terminator.find_first_of("\r\n\x03") != std::string::npos;
  if (settings.terminator.empty()) lines += "ends = \"silence\"\n";
  if (!has_line_end && !settings.terminator.empty()) lines += "tab_ends = true\n";
  return lines + affixes(settings);
}

// It says itself where a code ends.
std::string hid_lines(const LearnedSettings& settings) {
  if (settings.prefix.empty() && settings.suffix.empty()) return {};
  return "# It puts something around each code: set it not to.\n";
}

std::string advice(DeviceKind kind, const LearnedSettings& settings) {
  std::string lines;
  if (settings.terminator.empty() && kind != DeviceKind::hid_pos) {
    lines +=
        "# It ends its scans with nothing, so each is known to be over only after a pause: set it "
        "to\n"
        "# send Enter (its manual calls that a suffix or terminator).\n";
  }
  if (!settings.sends_aim) {
    lines +=
        "# It does not say which kind of code it read: set it to send AIM identifiers where a "
        "card\n"
        "# format names its symbologies.\n";
  }
  return lines;
}

}  // namespace

std::string place_lines(const AttachedDevice& device, std::span<const AttachedDevice> attached) {
  const scanner::DeviceMatch match = scanner::match_for(device, attached);
  if (match != scanner::DeviceMatch() && scanner::find_match(match, device.kind, attached)) {
    return "match = { " + scanner::text_of(match) + " }\n";
  }
  return "device = " + toml_string(device.link.empty() ? device.node : device.link) + "\n";
}

std::string scanner_lines(const std::string& name, const std::string& register_id,
                          const AttachedDevice& device, std::span<const AttachedDevice> attached,
                          const LearnedSettings& settings) {
  const auto table = [&] {
    switch (device.kind) {
      case DeviceKind::keyboard:
        return std::pair("wedge", keyboard_lines(settings));
      case DeviceKind::hid_pos:
        return std::pair("hid", hid_lines(settings));
      default:
        return std::pair("serial", serial_lines(settings));
    }
  }();
  return advice(device.kind, settings) + "[[scanner]]\nname = " + toml_string(name) +
         "\nregister = " + toml_string(register_id) + "\n[scanner." + table.first + "]\n" +
         place_lines(device, attached) + table.second;
}

}  // namespace loyald::loyalctl

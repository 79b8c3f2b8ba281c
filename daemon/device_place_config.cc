// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "daemon/config_check.h"

// `device` and `match` of whatever has a device in the configuration.
namespace loyald::daemon {
namespace {

constexpr std::size_t kMaxPropertyBytes = 128;
constexpr const char* kWhereToLook = "\"loyalctl scanner list\" shows it";

// "0C2E" and "0x0c2e" are "0c2e", as the kernel writes it.
Result<std::string> read_hex(const ConfigCheck& check, const std::string& key,
                             const std::string& value, std::size_t digits) {
  std::string hex = value.starts_with("0x") ? value.substr(2) : value;
  for (char& c : hex) {
    if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
  }
  const bool is_hex = std::ranges::all_of(
      hex, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
  if (value.empty() || (is_hex && hex.size() == digits)) return hex;
  return check.fail(key,
                    "\"" + value + "\" is not " + std::to_string(digits) + " hexadecimal digits",
                    kWhereToLook);
}

Result<scanner::DeviceMatch> read_match(const ConfigCheck& check, const std::string& at,
                                        const v1::DeviceMatchConfig& from) {
  scanner::DeviceMatch match;
  LOYALD_ASSIGN(match.vendor, read_hex(check, at + ".vendor", from.vendor(), 4));
  LOYALD_ASSIGN(match.product, read_hex(check, at + ".product", from.product(), 4));
  LOYALD_ASSIGN(match.interface_number, read_hex(check, at + ".interface", from.interface(), 2));
  LOYALD_TRY(check.text(at + ".serial", from.serial(), kMaxPropertyBytes));
  LOYALD_TRY(check.text(at + ".port", from.port(), kMaxPropertyBytes));
  match.serial = from.serial();
  match.port = from.port();
  if (match == scanner::DeviceMatch()) {
    return check.fail(
        at, "says nothing of the device",
        "give it vendor and product, serial or port; \"loyalctl scanner list\" shows them");
  }
  return match;
}

}  // namespace

Result<scanner::DevicePlace> read_place(const ConfigCheck& check, const std::string& at,
                                        scanner::DeviceKind kind, const std::string& device,
                                        const v1::DeviceMatchConfig* match) {
  if (match == nullptr) {
    LOYALD_TRY(check.required(at + ".device", device));
    return check.absolute(device);
  }
  if (!device.empty()) {
    return check.fail(at, "has both device and match",
                      "keep device for a path that stays, match for what the device is");
  }
  LOYALD_ASSIGN(scanner::DeviceMatch read, read_match(check, at + ".match", *match));
  return scanner::DevicePlace(kind, std::move(read));
}

}  // namespace loyald::daemon

// SPDX-License-Identifier: Apache-2.0
#include "scanner/device_match.h"

#include <algorithm>
#include <array>
#include <vector>

namespace loyald::scanner {
namespace {

struct Property {
  std::string_view key;  // in the configuration
  std::string DeviceMatch::*wanted;
  std::string AttachedDevice::*there;
};

// In the order in which they are better known to stay.
constexpr std::array<Property, 5> kProperties{{
    {"vendor", &DeviceMatch::vendor, &AttachedDevice::vendor},
    {"product", &DeviceMatch::product, &AttachedDevice::product},
    {"serial", &DeviceMatch::serial, &AttachedDevice::serial},
    {"port", &DeviceMatch::port, &AttachedDevice::port},
    {"interface", &DeviceMatch::interface_number, &AttachedDevice::interface_number},
}};

bool fits(const DeviceMatch& match, const AttachedDevice& device) {
  return std::ranges::all_of(kProperties, [&](const Property& each) {
    const std::string& wanted = match.*each.wanted;
    return wanted.empty() || wanted == device.*each.there;
  });
}

std::string assignment(std::string_view key, const std::string& value) {
  std::string text = std::string(key) + " = \"";
  for (const char c : value) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + "\"";
}

// What of `device` the other one does not have: "/dev/input/event4 with serial = "A1"".
std::string told_from(const AttachedDevice& device, const AttachedDevice& other) {
  std::string differs;
  for (const Property& each : kProperties) {
    const std::string& value = device.*each.there;
    if (value.empty() || value == other.*each.there) continue;
    differs += (differs.empty() ? " with " : ", ") + assignment(each.key, value);
  }
  return device.node + differs;
}

}  // namespace

std::string text_of(const DeviceMatch& match) {
  std::string text;
  for (const Property& each : kProperties) {
    if ((match.*each.wanted).empty()) continue;
    text += (text.empty() ? "" : ", ") + assignment(each.key, match.*each.wanted);
  }
  return text;
}

Result<AttachedDevice> find_match(const DeviceMatch& match, DeviceKind kind,
                                  std::span<const AttachedDevice> attached) {
  std::vector<const AttachedDevice*> found;
  for (const AttachedDevice& device : attached) {
    if (device.kind == kind && fits(match, device)) found.push_back(&device);
  }
  const std::string what(name(kind));
  if (found.empty()) {
    return fail(Errc::not_found, "no " + what + " with " + text_of(match) + " is plugged in",
                "\"loyalctl scanner list\" shows what is");
  }
  if (found.size() > 1) {
    return fail(Errc::failed_precondition,
                std::to_string(found.size()) + " devices match " + text_of(match) + ": " +
                    told_from(*found[0], *found[1]) + " and " + told_from(*found[1], *found[0]),
                "add to its match what tells them apart");
  }
  return *found.front();
}

DeviceMatch match_for(const AttachedDevice& device, std::span<const AttachedDevice> attached) {
  DeviceMatch match{device.vendor, device.product, device.serial, {}, {}};
  for (const Property& each : kProperties) {
    const auto fitting = std::ranges::count_if(attached, [&](const AttachedDevice& other) {
      return other.kind == device.kind && fits(match, other);
    });
    if (fitting <= 1 && match != DeviceMatch()) break;
    match.*each.wanted = device.*each.there;
  }
  return match;
}

}  // namespace loyald::scanner

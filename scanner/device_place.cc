// SPDX-License-Identifier: Apache-2.0
#include "scanner/device_place.h"

#include <utility>

#include "scanner/device_list.h"

namespace loyald::scanner {

DevicePlace::DevicePlace(DeviceKind kind, DeviceMatch match)
    : DevicePlace(kind, std::move(match), list_devices) {}

DevicePlace::DevicePlace(DeviceKind kind, DeviceMatch match, ListDevices list)
    : where_(Matched{kind, std::move(match), std::move(list)}) {}

Result<std::string> DevicePlace::find() const {
  if (const auto* path = std::get_if<std::string>(&where_)) return *path;
  const auto& matched = std::get<Matched>(where_);
  LOYALD_ASSIGN(const std::vector<AttachedDevice> attached, matched.list(matched.kind));
  LOYALD_ASSIGN(AttachedDevice device, find_match(matched.match, matched.kind, attached));
  return std::move(device.node);
}

bool operator==(const DevicePlace& a, const DevicePlace& b) {
  if (a.where_.index() != b.where_.index()) return false;
  if (const auto* path = std::get_if<std::string>(&a.where_)) {
    return *path == std::get<std::string>(b.where_);
  }
  const auto& of_a = std::get<DevicePlace::Matched>(a.where_);
  const auto& of_b = std::get<DevicePlace::Matched>(b.where_);
  return of_a.kind == of_b.kind && of_a.match == of_b.match;
}

}  // namespace loyald::scanner

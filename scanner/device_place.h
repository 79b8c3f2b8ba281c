// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "scanner/attached_device.h"
#include "scanner/device_match.h"
#include "store/base/result.h"

namespace loyald::scanner {

// What is plugged in, of a kind: list_devices().
using ListDevices = std::function<Result<std::vector<AttachedDevice>>(DeviceKind)>;

// Where a configured device is: always at one path, or wherever what it is can be found at the
// moment. A value; find() may be called from any thread.
class DevicePlace {
 public:
  DevicePlace() = default;
  // A path, which need not exist.
  DevicePlace(std::string path) : where_(std::move(path)) {}    // NOLINT: a path is a place
  DevicePlace(const char* path) : where_(std::string(path)) {}  // NOLINT
  DevicePlace(DeviceKind kind, DeviceMatch match);
  DevicePlace(DeviceKind kind, DeviceMatch match, ListDevices list);

  // Its path now. Errors: those of find_match() and list_devices(); of a path, never.
  Result<std::string> find() const;

  // Where both say the same, whatever lists the devices.
  friend bool operator==(const DevicePlace& a, const DevicePlace& b);

 private:
  struct Matched {
    DeviceKind kind;
    DeviceMatch match;
    ListDevices list;
  };
  std::variant<std::string, Matched> where_;
};

}  // namespace loyald::scanner

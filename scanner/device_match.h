// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "scanner/attached_device.h"
#include "store/base/result.h"

namespace loyald::scanner {

// Which device is meant, by what it is. An empty field says nothing; at least one is set. Pure.
struct DeviceMatch {
  std::string vendor;            // four lower-case hex digits
  std::string product;           // the same
  std::string serial;            // as the device says it
  std::string port;              // "1-1.2"
  std::string interface_number;  // "00"

  friend bool operator==(const DeviceMatch&, const DeviceMatch&) = default;
};

// As the configuration writes it: "vendor = "0c2e", product = "0b61"".
std::string text_of(const DeviceMatch& match);

// The one device of that kind that fits. Errors: not_found where none is plugged in;
// failed_precondition where several fit, naming two of them and what tells them apart.
Result<AttachedDevice> find_match(const DeviceMatch& match, DeviceKind kind,
                                  std::span<const AttachedDevice> attached);

// The shortest match that fits `device` and nothing else of its kind in `attached`. A serial number
// is always part of it, so that a second scanner of the same model changes nothing later. All empty
// where the device has nothing to be known by.
DeviceMatch match_for(const AttachedDevice& device, std::span<const AttachedDevice> attached);

}  // namespace loyald::scanner

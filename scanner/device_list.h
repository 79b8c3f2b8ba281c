// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "scanner/attached_device.h"
#include "store/base/result.h"

namespace loyald::scanner {

// The devices of that kind that are plugged in, in the order of their nodes, without our own
// relay's clones. Takes milliseconds. Reads sysfs through libudev, so it works without udev as
// well, but then no device has a link. Fails with unavailable where there is no sysfs.
Result<std::vector<AttachedDevice>> list_devices(DeviceKind kind);

}  // namespace loyald::scanner

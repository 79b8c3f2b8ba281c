// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "scanner/attached_device.h"

namespace loyald::loyalctl {

// Why the daemon, as packaging/systemd/loyald.service runs it, may not open a node with this mode
// and group, and what to do; empty where it may. `group` is empty where the group has no name.
// Pure.
std::string access_problem(scanner::DeviceKind kind, mode_t mode, std::string_view group);

}  // namespace loyald::loyalctl

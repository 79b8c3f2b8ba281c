// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/device_access.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>

namespace loyald::loyalctl {

std::string access_problem(scanner::DeviceKind kind, mode_t mode, std::string_view group) {
  // Those of the unit, and the user's own.
  constexpr std::array<std::string_view, 4> kGroups{"input", "dialout", "video", "loyald"};
  const bool writes = kind != scanner::DeviceKind::keyboard;
  const mode_t of_group = S_IRGRP | (writes ? S_IWGRP : 0U);
  const mode_t of_others = S_IROTH | (writes ? S_IWOTH : 0U);
  if ((mode & of_others) == of_others) return "";
  if ((mode & of_group) == of_group && std::ranges::count(kGroups, group) > 0) return "";
  return "the daemon may not open it: install /usr/lib/udev/rules.d/60-loyald.rules, run \"udevadm "
         "control --reload\" and plug it in again";
}

}  // namespace loyald::loyalctl

// SPDX-License-Identifier: Apache-2.0
#include "store/staff.h"

#include <algorithm>

namespace loyald {

const StaffMember* Staff::find(std::string_view id) const {
  const auto found = std::ranges::find(members_, id, &StaffMember::id);
  return found == members_.end() ? nullptr : &*found;
}

}  // namespace loyald

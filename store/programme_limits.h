// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/programme.pb.h"
#include "store/programme_place.h"

namespace loyald {

// Reads [limits]; `units` are those of the same programme. Errors as for Place. Pure, any thread.
Result<programme::Limits> read_limits(const v1::Limits& from,
                                      const std::vector<programme::Unit>& units,
                                      const Place& place);

}  // namespace loyald

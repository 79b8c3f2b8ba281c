// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "store/programme/basket.h"
#include "store/programme/programme.h"
#include "store/programme/reason.h"

namespace loyald::programme {

// Why a line does not count for a rule or reward; empty where it counts. Exclusion wins over
// inclusion; without `include` every line is included.
LineReason why_not_counted(const BasketLine& line, const std::optional<LineFilter>& include,
                           const LineFilter& exclude);

}  // namespace loyald::programme

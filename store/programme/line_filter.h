// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "store/programme/basket.h"
#include "store/programme/programme.h"

namespace loyald::programme {

// Why a line does not count for a rule or reward, in words for a receipt: "excluded: department
// FUEL", "not included". Empty where it counts. Exclusion wins over inclusion; without `include`
// every line is included.
std::string why_not_counted(const BasketLine& line, const std::optional<LineFilter>& include,
                            const LineFilter& exclude);

}  // namespace loyald::programme

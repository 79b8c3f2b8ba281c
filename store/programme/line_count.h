// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/programme/evaluate.h"

namespace loyald::programme {

// What a rule counts of a line, or why it counts nothing; `discount` is what rewards took off it. A
// line counts where its money is more than 0. Pure, callable from any thread.
LineEarning count(const EarnRule& rule, const BasketLine& line, Money discount);

}  // namespace loyald::programme

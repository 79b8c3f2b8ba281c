// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "store/programme/evaluate.h"
#include "store/programme/remaining.h"

namespace loyald::programme {

// Applies the programme's multipliers, in its order, to what the rules in `evaluation` gave the
// member (`rules`, one for each of its first outcomes); appends what each adds, shared over the
// lines by what they earned. Errors: invalid_argument where one would add more than kMaxAmount.
// Pure, callable from any thread.
Result<void> multiply(const Programme& programme, const std::vector<const EarnRule*>& rules,
                      const Situation& situation, const Remaining& remaining,
                      Evaluation& evaluation);

}  // namespace loyald::programme

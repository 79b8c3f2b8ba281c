// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/programme/evaluate.h"

namespace loyald::programme {

// Applies the programme's multipliers, in its order, to what the rules in `evaluation` gave;
// appends what each adds, shared over the lines by what they earned. Errors: invalid_argument where
// one would add more than kMaxAmount. Pure, callable from any thread.
Result<void> multiply(const Programme& programme, const Situation& situation,
                      Evaluation& evaluation);

}  // namespace loyald::programme

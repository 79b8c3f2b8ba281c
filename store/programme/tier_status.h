// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/programme/evaluate.h"
#include "store/programme/remaining.h"

namespace loyald::programme {

// After everything else that a sale credits: the status of each tier whose threshold the member has
// reached, where it lasts longer than what they hold of it already. A tier that steps down also
// gives the tier below for the term after. Errors: those of add(). Pure, callable from any thread.
Result<void> reach_tiers(const Programme& programme, const Situation& situation,
                         Remaining& remaining, Evaluation& evaluation);

}  // namespace loyald::programme

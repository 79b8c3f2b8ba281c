// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/store/programme/naive_lots.h"

// What the naive model knows of lines and conditions.
namespace loyald::programme::naive {

using Numbers = std::vector<std::int64_t>;

bool counts(const std::optional<LineFilter>& include, const LineFilter& exclude,
            const BasketLine& line);
bool is_met(const Condition& when, const Programme& programme, const Situation& situation);
std::string tier_of(const Programme& programme, const Situation& situation);
// Cents of a line that a rule sees; `left` is what rewards left of it to pay.
std::int64_t money_of(const EarnRule& rule, const BasketLine& line, std::int64_t left);

}  // namespace loyald::programme::naive

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "store/programme/evaluate.h"

// Conditions on a situation. Pure functions, callable from any thread.
namespace loyald::programme {

// Why the condition is not met; empty where it is. `tier` is tier_before() of the situation. Says
// the first reason in the order of Condition's fields.
Reason why_not_met(const Condition& condition, const Situation& situation, const std::string& tier);

// The member's tier before the sale: the last one of the programme that is held, by its status or,
// without one, because its threshold is reached; nothing where none is.
const Tier* tier_before(const Programme& programme, const std::vector<MemberUnits>& units,
                        Date business_date);

// For every birthday window that the programme names, once: whether the day is in it.
std::vector<BirthdayAnswer> answer_birthdays(const Programme& programme, Date birthday, Date day);

}  // namespace loyald::programme

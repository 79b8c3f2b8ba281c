// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "store/programme/programme.h"
#include "store/view.h"

// What a retailer risks so that members can redeem while head office is out of reach, beyond what a
// store holds. Pure functions, callable from any thread.
namespace loyald {

// Of one unit, for one member, before head office has counted it.
Quantity floor_limit(const RedeemPolicy& policy, const std::string& unit);
bool has_floor_limit(const RedeemPolicy& policy);

// What a business date without head office costs at worst at this store, in words: units, and money
// at the best rate of the programme's rewards. Empty where there is no floor limit.
std::string worst_case_text(const RedeemPolicy& policy, const programme::Programme& programme);

}  // namespace loyald

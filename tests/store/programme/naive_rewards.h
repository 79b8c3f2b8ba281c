// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/store/programme/naive_model.h"
#include "tests/store/programme/naive_terms.h"

// Rewards of the naive model.
namespace loyald::programme::naive {

// Uses the choices, in their order: what they take off is gone from `left`, what they cost from the
// world. An error where one is not possible.
std::optional<Errc> redeem(World& world, Numbers& left, std::vector<Use>& uses);
// Counts the uses of the choices, gives what they give, then whatever gives itself. An error where
// a chosen voucher gives what is over.
std::optional<Errc> follow_up(World& world, const std::vector<Use>& uses);

}  // namespace loyald::programme::naive

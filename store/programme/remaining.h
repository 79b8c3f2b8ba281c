// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "store/programme/evaluate.h"

// What is left while rewards are used one after another. Pure, callable from any thread.
namespace loyald::programme {

// What a choice did besides taking money off.
struct Used {
  Quantity times = 1;           // what a cap or quota counts
  std::vector<Lot> from_stock;  // of a gift: the store's
};

// What the rewards used so far have left: of each line to pay, and of the member's units.
struct Remaining {
  Money total;  // of the basket, before rewards
  std::vector<std::int64_t> lines;
  std::vector<MemberUnits> units;
  std::vector<MemberUnits> store_units;
  std::vector<MemberUnits> referrer_units;
  std::vector<Used> choices;  // in the situation's order, as far as they were used
};
Remaining nothing_used(const Situation& situation);

// One owner's; null where they have none of it.
const MemberUnits* find_units(const Remaining& remaining, std::string_view unit,
                              Owner owner = Owner::member);

// 0 where the owner has none of it.
Quantity safe_to_spend(const Remaining& remaining, std::string_view unit,
                       Owner owner = Owner::member);

// Takes `cost`, at most safe_to_spend(), from the unit's lots, soonest expiry first; returns the
// lots it came from.
std::vector<Lot> spend(Remaining& remaining, std::string_view unit, Date day, Quantity cost,
                       Owner owner = Owner::member);

// Adds a lot that the sale credits; as much of it as can be spent on `day`, debt settled first, is
// safe to spend. Errors: those of add().
Result<void> receive(Remaining& remaining, const std::string& unit, Date day, const Lot& lot,
                     Owner owner = Owner::member);

// What a cap or quota has counted, and what of it the sale adds later is not in it.
Quantity counted(const Remaining& remaining, std::string_view unit, Date day, Owner owner);

}  // namespace loyald::programme

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "store/programme/lots.h"

// What a return takes back of units that were given, and what becomes of those that are gone.
// Pure functions, callable from any thread.
namespace loyald {

// Units that should have been taken back and were not, and what is deducted from the refund for
// them, in minor units.
struct UntakenUnits {
  Quantity quantity = 0;
  std::int64_t charged = 0;
};

struct TakenBack {
  std::vector<programme::Lot> lots;  // positive amounts
  Quantity owed = 0;                 // what becomes debt
  std::vector<UntakenUnits> untaken;
};

// Units of one owner, and the lots of them that may be taken here.
struct Takeable {
  programme::Wallet wallet;
  programme::Wallet here;
};

// Takes back `given`: an amount, and the dates of the lot it was given to. From that lot first,
// then from what can be spent on `day`, the soonest to expire first, then from what is pending; of
// pending_only from that lot alone, while it is pending. What is not there is left to the unit's
// return_policy. What is there and may not be taken here (another store may be spending it) is
// owed, whatever the policy: head office takes it. `refund`: the most that may be charged, 0 or
// more; less is charged where the units cost less, rounded down.
TakenBack take_back(const Takeable& units, const programme::Lot& given, Date day,
                    const programme::Unit& unit, std::int64_t refund);

// What is still in the lot that `given` was given to.
Quantity still_there(const programme::Wallet& wallet, const programme::Lot& given);

}  // namespace loyald

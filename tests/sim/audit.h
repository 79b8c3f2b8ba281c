// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "tests/sim/register.h"
#include "tests/sync/support/pair.h"

// The promises, looked at from outside: what registers were told, both ends' books, and nothing of
// how the books came about. All throw Broken.
namespace loyald::sim {

// What was acknowledged is there, as it was acknowledged.
void audit_acknowledged(const Register& till, Books& books);

// How far a store and head office were seen; neither ever goes back.
struct Progress {
  Seq office = 0;
  Seq counted = 0;
  std::uint64_t feed = 0;
};
void audit_progress(testing::Shop& shop, CentralBooks& office, Progress& progress);

// After healing: head office has the store's journal byte for byte, each operation once; wallets
// and standings come out of the journals again at both ends, and both say the same of everybody.
void audit_healed(testing::Shop& shop, CentralBooks& office);
void audit_office(CentralBooks& office);
// What a store holds comes out of its journal again, head office says the same, and nobody holds
// more than there is.
void audit_rights(testing::Shop& shop, CentralBooks& office);

// Head office's own entries, in order.
std::vector<v1::JournalEntry> own_entries_of(CentralBooks& office);

// At any time: no lot of anybody's was spent beyond what was in it, over all that all stores have
// recorded, whether or not head office has heard of it.
void audit_spending(const std::vector<Books*>& stores, CentralBooks& office);

}  // namespace loyald::sim

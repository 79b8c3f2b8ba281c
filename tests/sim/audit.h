// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

#include "tests/sim/register.h"
#include "tests/sync/support/pair.h"

// The promises, looked at from outside: what registers were told, both ends' books, and nothing of
// how the books came about. All throw Broken.
namespace loyald::sim {

// What was acknowledged is there, as it was acknowledged; but for `excused` (op ids): what an old
// copy of the books did not have.
void audit_acknowledged(const Register& till, Books& books, const std::set<std::string>& excused);

// How far a store and head office were seen; neither ever goes back.
struct Progress {
  Seq office = 0;
  Seq counted = 0;
  std::uint64_t feed = 0;
};
void audit_progress(testing::Shop& shop, CentralBooks& office, Progress& progress);

// After healing: head office has the store's journal byte for byte, each operation once; wallets
// and standings come out of the journals again at both ends, and both say the same of everybody.
// Not `is_whole`: a store and head office both went back, and what only the two knew of cards and
// persons a third store may still have heard of; and of two lives that it began from backups, a
// person may have named one while head office has counted the other.
void audit_healed(testing::Shop& shop, CentralBooks& office, bool is_whole);
// `was_copied`: a store's books went back without anybody's noticing.
void audit_office(CentralBooks& office, bool was_copied);
// What a store holds comes out of its journal again, head office says the same, and nobody holds
// more than there is. Not `is_whole` (as above): a seal that only the two knew of is gone, and what
// head office had granted others by it is set aside for a life that is over, too.
void audit_rights(testing::Shop& shop, CentralBooks& office, bool is_whole);

using Entries = std::vector<v1::JournalEntry>;
// What head office has of one life of a journal, and of its own, in order.
Entries archived_of(CentralBooks& office, const CountedJournal& life);
Entries own_entries_of(CentralBooks& office);

// At any time: no lot of anybody's was spent beyond what was in it, over all that all stores have
// recorded, whether or not head office has heard of it, and stores may spend no more than is left.
// `gone`: what was acknowledged and is in no books any more, by the store. Where a store and head
// office both went back this does not hold: a seal that only the two knew of is gone.
void audit_spending(const std::map<StoreId, Books*>& stores, const std::map<StoreId, Entries>& gone,
                    CentralBooks& office);

}  // namespace loyald::sim

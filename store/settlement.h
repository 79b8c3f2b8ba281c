// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/base/result.h"
#include "store/programme/lots.h"

// Debt is settled in one place: head office, or the only store. Left standing beside lots, it would
// be paid twice: by the lots that it keeps from being spent until they expire, and by later ones.
// Pure, callable from any thread.
namespace loyald {

// Writes into `entry` what it settles: where the owner of its wallets (owner_of) owes units and,
// once it is recorded, could spend some of them on its business date, these pay, the soonest to
// expire first. What may be spent stays the same. `wallets`: the owner's before the entry.
// invalid_argument where a wallet would overflow.
Result<void> settle(v1::JournalEntry& entry, std::vector<programme::Wallet> wallets);

}  // namespace loyald

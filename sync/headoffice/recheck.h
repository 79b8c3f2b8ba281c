// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "proto/loyald/v1/journal.pb.h"
#include "store/programme/programme.h"

namespace loyald {

// Decides a sale again, from what its entry says the rules read, under the programme that decided
// it. Says the first amount or date that comes out otherwise: what rules gave and the dates of it,
// what rewards cost and were worth, each line's share, and what the ledger adds for all of it.
// Nothing where everything is the same. The entry is of another machine: whatever it says, nothing
// worse than a difference comes of it. Pure, callable from any thread.
std::optional<std::string> decided_otherwise(const v1::JournalEntry& sale,
                                             const programme::Programme& programme);

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/programme/programme.h"

namespace loyald {

// Decides a sale again, from what its entry says the rules read, under the programme that decided
// it. Says the first amount or date that comes out otherwise: what rules gave and the dates of it,
// what rewards cost and were worth, each line's share, and what the ledger adds for all of it.
// Nothing where everything is the same. The entry is of another machine: whatever it says, nothing
// worse than a difference comes of it. Pure, callable from any thread.
using Difference = std::optional<std::string>;
Difference decided_otherwise(const v1::JournalEntry& sale, const programme::Programme& programme);

struct DecidedEntry {
  const v1::JournalEntry* entry = nullptr;
  std::shared_ptr<const programme::Programme> programme;  // null: not to be decided again
};
// decided_otherwise() of each, in their order.
std::vector<Difference> decide_again(const std::vector<DecidedEntry>& entries);

}  // namespace loyald

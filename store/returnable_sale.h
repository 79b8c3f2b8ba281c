// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/journal.pb.h"

namespace loyald {

// What of a sale's entry undoing parts of it reads (store/reversal.h, store/issues_kept.h), and
// nothing else: whose it was, of each line quantity, amount and outcome, what rules gave and
// rewards took. Reversing it is the same as reversing the whole. Names nobody but the member's id.
// Pure, callable from any thread.
v1::JournalEntry returnable_part(const v1::JournalEntry& sale);

}  // namespace loyald

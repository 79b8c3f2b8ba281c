// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "proto/loyald/v1/journal.pb.h"
#include "store/identifiers.h"
#include "store/wallets.h"

namespace loyald {

// Whom an entry is about. CHECKs that it has a kind with a 16-byte member id; is_well_formed says
// so beforehand for entries of another machine.
MemberId member_of(const v1::JournalEntry& entry);
bool is_well_formed(const v1::JournalEntry& entry);

// What an entry adds to its member's lots and debts.
const LotChanges& changes_of(const v1::JournalEntry& entry);
const DebtChanges& debts_of(const v1::JournalEntry& entry);

// "sale", "return", "void", "adjust", "enrol", "link_card", "unlink_card".
std::string_view kind_of(const v1::JournalEntry& entry);

// Writes what an entry means into the ledger. The one fold, at store and head office alike: it only
// adds what the entry says, so wallets do not depend on the order in which stores are folded.
// invalid_argument where a wallet would overflow; the caller rolls back. Throws sqlite::Error.
Result<void> fold(const v1::JournalEntry& entry, StoreId store, Wallets& wallets,
                  Identifiers& identifiers);

}  // namespace loyald

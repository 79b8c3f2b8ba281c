// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sync/headoffice/central_books.h"

namespace loyald {

// Puts into a merge's entry what of the member's wallets moves to those of whom they are merged
// into, beside what came from them before: what movable() says, on the entry's day. What stores
// hold follows when they have released it. invalid_argument where a sum would not fit; then the
// entry is of no use.
Result<void> move_wallets(CentralBooks& books, v1::JournalEntry& entry);

// Where stores that had not heard of a merge booked on the member's wallets, that follows the
// member to whoever stands for them, with an entry of head office's own. Nothing where there is
// nothing to move. What does not fit stays where it is. Needs a transaction; on the connection's
// thread. Throws sql::Error.
void follow_merge(CentralBooks& books, const MemberId& member, Timestamp now);

}  // namespace loyald

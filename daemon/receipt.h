// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/register.pb.h"
#include "store/books.h"
#include "store/programme/language.h"
#include "store/programme/programme.h"
#include "store/requests.h"

namespace loyald::daemon {

// What was recorded, for the register that asked. Made of the entry, its place and hash, and the
// names of the programme that decided, which never change, with its text in `language`: the same
// operation asked for again has the same receipt, byte for byte. `programme` may be null; then ids
// stand for names. Without the return_code, which needs the books (store/return_code.h). Pure.
v1::Receipt make_receipt(const Recorded& recorded, const programme::Programme* programme,
                         programme::Language language = programme::Language::english);

// The language of an entry's receipt: what the member's profile said at the sale, event or
// enrolment, of a return at the sale that it is of; what it says now, of an adjustment and of a
// return of another store's sale. English where nothing is said. Throws sql::Error.
programme::Language language_of(Books& books, const v1::JournalEntry& entry);

// The programme whose names a receipt shows: the one that decided the entry, or the sale it is
// about. Null where the entry has none, or it never came here. Throws sql::Error.
std::shared_ptr<const programme::Programme> programme_of(Books& books,
                                                         const v1::JournalEntry& entry);

// What a hold set aside, and until when. `programme` as for make_receipt. Pure.
v1::HoldResponse hold_reply(const Recorded& recorded, const programme::Programme* programme);

// An entry in a member's history.
v1::HistoryEntry history_reply(const HistoryItem& item, const programme::Programme* programme);

}  // namespace loyald::daemon

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sync/headoffice/central_books.h"

namespace loyald {

// Head office's number among those who write journals; stores have 1 and more.
inline constexpr StoreId kHeadOfficeId = 0;

// Appends an entry to head office's own journal and counts it like a store's: chained, archived,
// verified and rebuilt by the same code. The first one begins the journal. The entry's form and
// clock are set here. Needs a transaction; on the connection's thread. Throws sql::Error.
void append_own(CentralBooks& books, v1::JournalEntry entry, Timestamp now);

}  // namespace loyald

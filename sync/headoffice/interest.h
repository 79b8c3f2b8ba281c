// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>

#include "sync/headoffice/central_books.h"

namespace loyald {

// Whom a store must hear of to know these members: themselves, who stands for them, whose wallets
// they share.
std::set<MemberId> needed_for(CentralBooks& books, const MemberId& member);

// A store's journal, or head office's own, changed these members: they move to the feed's end, the
// store hears of them from now on, and whoever hears of one of them hears of those who were merged
// or share wallets with them. Needs a transaction; throws sql::Error.
void tell_changed(CentralBooks& books, StoreId store, const std::set<MemberId>& changed);

}  // namespace loyald

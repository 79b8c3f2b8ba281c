// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sync/headoffice/central_books.h"

namespace loyald {

// Head office settles what an owner of wallets owes, from what no store holds, with an entry of its
// own; stores only show debt, else two that are cut off would collect it twice. What is owed beyond
// all that there is, of units that the programme does not let anybody owe, is let go. Nothing where
// there is nothing to do. Needs a transaction; on the connection's thread. Throws sql::Error.
void settle_debts(CentralBooks& books, const MemberId& owner, Timestamp now);

}  // namespace loyald

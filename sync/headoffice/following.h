// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>

#include "sync/headoffice/central_books.h"

namespace loyald {

// What of an owner's wallets follows them elsewhere: lots that no store holds and that are not gone
// on `day`, overspent ones, and debt.
std::vector<programme::Wallet> movable(CentralBooks& books, const MemberId& owner, Date day);

// After entries were counted or rights came back: of each of these owners, what is on wallets that
// are theirs no longer (merged into another, or in a household since) follows them, and what they
// owe is settled; each with entries of head office's own. While a store is awaited, it is put off;
// each call afterwards also does some of what was. Needs a transaction; on the connection's thread.
// Throws sql::Error.
void follow_up(CentralBooks& books, std::set<MemberId> owners, Timestamp now);

}  // namespace loyald

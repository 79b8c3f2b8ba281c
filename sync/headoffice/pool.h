// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <vector>

#include "sync/headoffice/central_books.h"

// What of an owner's units nobody holds. On the connection's thread; throws sql::Error.
namespace loyald {

// What one owner has, and who may spend it.
struct Holdings {
  std::vector<programme::Wallet> wallets;  // all that is counted
  std::vector<HeldLot> held;               // by stores, by what their journals say
  std::vector<PendingGrant> pending;       // offered to stores
};
Holdings holdings_of(CentralBooks& books, const MemberId& owner);

// What nobody holds: of each lot what is counted, less what stores hold and are offered. A lot can
// be below nothing where stores spent what they did not hold. With what is owed.
std::vector<programme::Wallet> pool_of(const Holdings& holdings);
std::vector<programme::Wallet> pool_of(CentralBooks& books, const MemberId& owner);

// Lots of these wallets that can still be spent on `day` or later.
std::vector<programme::Lot> live_lots(const programme::Wallet& wallet, Date day);

// Stores that hold or are offered any of it.
std::set<StoreId> holders_of(const Holdings& holdings);

// The pool of these owners may have become larger: their home stores are granted it when they are
// next in touch, or whoever waits for it. Needs a transaction.
void note_freed(CentralBooks& books, const std::set<MemberId>& owners, Timestamp now);

}  // namespace loyald

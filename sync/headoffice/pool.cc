// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/pool.h"

#include <map>

#include "sync/headoffice/home_stores.h"

namespace loyald {

Holdings holdings_of(CentralBooks& books, const MemberId& owner) {
  return {books.wallets.read(owner), books.rights.of_owner(owner), books.offers.pending_of(owner)};
}

std::vector<programme::Wallet> pool_of(const Holdings& holdings) {
  std::map<std::string, programme::Wallet> units;
  for (const programme::Wallet& wallet : holdings.wallets) units[wallet.unit] = wallet;
  const auto take = [&](const std::string& unit, const programme::Lot& lot) {
    programme::Wallet& wallet = units[unit];
    wallet.unit = unit;
    if (programme::add(wallet, {lot.available_from, lot.expires_on, -lot.amount})) return;
    // Only journals that say nonsense come here: then nothing of it is free.
    std::erase_if(wallet.lots, [&](const programme::Lot& known) {
      return known.available_from == lot.available_from && known.expires_on == lot.expires_on;
    });
  };
  for (const HeldLot& each : holdings.held) take(each.unit, each.lot);
  for (const PendingGrant& each : holdings.pending) take(each.unit, each.lot);
  std::vector<programme::Wallet> pool;
  for (auto& [unit, wallet] : units) pool.push_back(std::move(wallet));
  return pool;
}

std::vector<programme::Wallet> pool_of(CentralBooks& books, const MemberId& owner) {
  return pool_of(holdings_of(books, owner));
}

std::vector<programme::Lot> live_lots(const programme::Wallet& wallet, Date day) {
  std::vector<programme::Lot> lots;
  for (const programme::Lot& lot : wallet.lots) {
    if (lot.amount > 0 && day < lot.expires_on) lots.push_back(lot);
  }
  return lots;
}

std::set<StoreId> holders_of(const Holdings& holdings) {
  std::set<StoreId> stores;
  for (const HeldLot& each : holdings.held) stores.insert(each.holder.store_id);
  for (const PendingGrant& each : holdings.pending) stores.insert(each.to.store_id);
  return stores;
}

void note_freed(CentralBooks& books, const std::set<MemberId>& owners, Timestamp now) {
  for (const MemberId& owner : owners) {
    for (const HomeStore& home : home_stores(books.visits.of(owner, day_of(now)))) {
      books.grant_queue.put_due(home.store, owner);
    }
    if (const auto recall = books.grant_queue.recall_of(owner, now); recall && recall->for_store) {
      books.grant_queue.put_due(recall->for_store, owner);
    }
  }
}

}  // namespace loyald

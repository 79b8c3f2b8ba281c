// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/following.h"

#include "store/base/check.h"
#include "store/moving.h"
#include "sync/headoffice/follow_merge.h"
#include "sync/headoffice/own_journal.h"
#include "sync/headoffice/pool.h"
#include "sync/headoffice/settling.h"

namespace loyald {
namespace {

constexpr std::size_t kMostPutOffAtOnce = 500;

// A store that had not heard of the household booked on the member's own wallets, or could not move
// what it did not hold.
void follow_household(CentralBooks& books, const MemberId& member, Timestamp now) {
  const MemberId household = books.standings.wallets_of(member);
  if (household == member || books.standings.survivor_of(member) != member) return;
  v1::JournalEntry entry;
  entry.set_business_date(day_of(now).days);
  entry.mutable_transfer()->set_member_id(member.str());
  const Move move{member, household};
  for (const programme::Wallet& wallet : movable(books, member, day_of(now))) {
    for (const programme::Lot& lot : wallet.lots) move_lot(entry, move, wallet.unit, lot);
    if (wallet.debt != 0) move_debt(entry, move, wallet.unit, wallet.debt);
  }
  std::vector<programme::Wallet> owner = books.wallets.read(household);
  for (const v1::OwnedChanges& each : entry.others()) {
    // What does not fit stays where it is.
    if (each.owner_id() == household.str() && !apply(owner, each.changes(), each.debts())) return;
  }
  if (!entry.others().empty()) append_own(books, std::move(entry), now);
}

}  // namespace

std::vector<programme::Wallet> movable(CentralBooks& books, const MemberId& owner, Date day) {
  const Holdings holdings = holdings_of(books, owner);
  std::vector<programme::Wallet> all;
  for (const programme::Wallet& pool : pool_of(holdings)) {
    programme::Wallet wallet{pool.unit, live_lots(pool, day), pool.debt};
    for (const programme::Lot& lot : wallet_of(holdings.wallets, pool.unit).lots) {
      if (lot.amount < 0 && day < lot.expires_on) CHECK(programme::add(wallet, lot));
    }
    all.push_back(std::move(wallet));
  }
  return all;
}

void follow_up(CentralBooks& books, std::set<MemberId> owners, Timestamp now) {
  if (books.awaited.any()) {
    for (const MemberId& owner : owners) books.awaited.put_off(owner);
    return;
  }
  for (const MemberId& owner : books.awaited.take_put_off(kMostPutOffAtOnce)) owners.insert(owner);
  for (const MemberId& owner : owners) {
    follow_merge(books, owner, now);
    follow_household(books, owner, now);
  }
  for (const MemberId& owner : owners) settle_debts(books, books.standings.wallets_of(owner), now);
}

}  // namespace loyald

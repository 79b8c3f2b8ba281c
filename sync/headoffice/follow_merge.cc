// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/follow_merge.h"

#include "store/moving.h"
#include "sync/headoffice/following.h"
#include "sync/headoffice/own_journal.h"

namespace loyald {
namespace {

// What came before is added up in wallets; as changes it is written again.
void write_moved(const std::vector<programme::Wallet>& moved, Date day, v1::Merge& merge) {
  for (const programme::Wallet& wallet : moved) {
    for (const programme::Lot& lot : wallet.lots) {
      if (lot.expires_on <= day) continue;
      v1::LotChange& change = *merge.add_moved();
      change.set_unit(wallet.unit);
      change.set_available_from(lot.available_from.days);
      change.set_expires_on(lot.expires_on.days);
      change.set_amount(lot.amount);
    }
    if (wallet.debt == 0) continue;
    v1::DebtChange& debt = *merge.add_moved_debts();
    debt.set_unit(wallet.unit);
    debt.set_amount(wallet.debt);
  }
}

}  // namespace

Result<void> move_wallets(CentralBooks& books, v1::JournalEntry& entry) {
  v1::Merge& merge = *entry.mutable_merge();
  LOYALD_ASSIGN(const MemberId member, id_from_bytes<MemberId>(merge.member_id()));
  LOYALD_ASSIGN(const MemberId into, id_from_bytes<MemberId>(merge.into_member_id()));
  const Move move{member, household_of(books.standings.record(into)).value_or(into)};
  const Date day{entry.business_date()};
  const v1::MergeRecord before = books.standings.record(member).merged();
  std::vector<programme::Wallet> moved;
  LOYALD_TRY(apply(moved, before.moved(), before.moved_debts()));
  for (const programme::Wallet& wallet : movable(books, member, day)) {
    for (const programme::Lot& lot : wallet.lots) move_lot(entry, move, wallet.unit, lot);
    if (wallet.debt != 0) move_debt(entry, move, wallet.unit, wallet.debt);
  }
  std::vector<programme::Wallet> owner = books.wallets.read(move.to);
  for (const v1::OwnedChanges& each : entry.others()) {
    if (each.owner_id() != move.to.str()) continue;
    LOYALD_TRY(apply(moved, each.changes(), each.debts()));
    LOYALD_TRY(apply(owner, each.changes(), each.debts()));
  }
  write_moved(moved, day, merge);
  return {};
}

void follow_merge(CentralBooks& books, const MemberId& member, Timestamp now) {
  if (books.standings.survivor_of(member) == member) return;
  const v1::MergeRecord record = books.standings.record(member).merged();
  v1::JournalEntry entry;
  entry.set_business_date(day_of(now).days);
  entry.set_cashier_id(record.merged_by());
  v1::Merge& merge = *entry.mutable_merge();
  merge.set_member_id(member.str());
  merge.set_into_member_id(record.into_member_id());
  merge.set_is_follow_up(true);
  merge.set_reason(record.reason());
  if (!move_wallets(books, entry) || entry.others().empty()) return;
  append_own(books, std::move(entry), now);
  // They may have been merged in turn.
  const auto into = id_from_bytes<MemberId>(record.into_member_id());
  if (into) follow_merge(books, *into, now);
}

}  // namespace loyald

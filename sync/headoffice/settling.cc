// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/settling.h"

#include <algorithm>

#include "sync/headoffice/own_journal.h"
#include "sync/headoffice/pool.h"

namespace loyald {
namespace {

Quantity sum_of(const std::vector<programme::Lot>& lots) {
  Quantity sum = 0;
  for (const programme::Lot& lot : lots) sum += lot.amount;
  return sum;
}

bool may_be_owed(const programme::Programme* programme, const std::string& unit) {
  const programme::Unit* known = programme == nullptr ? nullptr : programme->find_unit(unit);
  return known == nullptr || known->return_policy == programme::ReturnPolicy::allow_debt;
}

void settle_unit(v1::JournalEntry& entry, const programme::Wallet& pool,
                 const programme::Wallet& all, bool may_owe) {
  const Date day{entry.business_date()};
  Quantity paid = 0;
  for (const programme::Lot& lot : programme::choose(pool, day, pool.debt)) {
    v1::LotChange& change = *entry.mutable_settled()->add_changes();
    change.set_unit(pool.unit);
    change.set_available_from(lot.available_from.days);
    change.set_expires_on(lot.expires_on.days);
    change.set_amount(-lot.amount);
    paid += lot.amount;
  }
  // What stores hold may still be there to pay.
  const Quantity rest = pool.debt - paid;
  const Quantity waived =
      may_owe ? 0 : std::max<Quantity>(0, rest - (sum_of(live_lots(all, day)) - paid));
  if (waived > 0) {
    v1::UnitBalance& let_go = *entry.mutable_settle()->add_waived();
    let_go.set_unit(pool.unit);
    let_go.set_quantity(waived);
  }
  if (paid + waived == 0) return;
  v1::DebtChange& debt = *entry.mutable_settled()->add_debts();
  debt.set_unit(pool.unit);
  debt.set_amount(-(paid + waived));
}

}  // namespace

void settle_debts(CentralBooks& books, const MemberId& owner, Timestamp now) {
  const auto owes = [](const programme::Wallet& wallet) { return wallet.debt > 0; };
  if (std::ranges::none_of(books.wallets.read(owner), owes)) return;
  const Holdings holdings = holdings_of(books, owner);
  v1::JournalEntry entry;
  entry.set_business_date(day_of(now).days);
  entry.mutable_settle()->set_member_id(owner.str());
  const auto in_force = books.programmes.in_force(day_of(now));
  for (const programme::Wallet& pool : pool_of(holdings)) {
    if (pool.debt <= 0) continue;
    settle_unit(entry, pool, wallet_of(holdings.wallets, pool.unit),
                may_be_owed(in_force ? in_force->programme.get() : nullptr, pool.unit));
  }
  if (entry.has_settled()) append_own(books, std::move(entry), now);
}

}  // namespace loyald

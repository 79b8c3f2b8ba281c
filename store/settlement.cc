// SPDX-License-Identifier: Apache-2.0
#include "store/settlement.h"

#include "store/fold.h"

namespace loyald {

Result<void> settle(v1::JournalEntry& entry, std::vector<programme::Wallet> wallets) {
  const OwnedChanges own = changes_for(entry, owner_of(entry));
  LOYALD_TRY(apply(wallets, own.lots, own.debts));
  for (const programme::Wallet& wallet : wallets) {
    if (wallet.debt <= 0) continue;
    Quantity paid = 0;
    for (const programme::Lot& lot :
         programme::choose(wallet, {entry.business_date()}, wallet.debt)) {
      v1::LotChange& change = *entry.mutable_settled()->add_changes();
      change.set_unit(wallet.unit);
      change.set_available_from(lot.available_from.days);
      change.set_expires_on(lot.expires_on.days);
      change.set_amount(-lot.amount);
      paid += lot.amount;
    }
    if (paid == 0) continue;
    v1::DebtChange& debt = *entry.mutable_settled()->add_debts();
    debt.set_unit(wallet.unit);
    debt.set_amount(-paid);
  }
  return {};
}

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#include "store/moving.h"

namespace loyald {
namespace {

v1::OwnedChanges& others_of(v1::JournalEntry& entry, const MemberId& owner) {
  for (v1::OwnedChanges& each : *entry.mutable_others()) {
    if (each.owner_id() == owner.str()) return each;
  }
  v1::OwnedChanges& added = *entry.add_others();
  added.set_owner_id(owner.str());
  return added;
}

void add_lot(v1::OwnedChanges& owned, const std::string& unit, const programme::Lot& lot,
             Quantity amount) {
  v1::LotChange& change = *owned.add_changes();
  change.set_unit(unit);
  change.set_available_from(lot.available_from.days);
  change.set_expires_on(lot.expires_on.days);
  change.set_amount(amount);
}

void add_debt(v1::OwnedChanges& owned, const std::string& unit, Quantity amount) {
  v1::DebtChange& change = *owned.add_debts();
  change.set_unit(unit);
  change.set_amount(amount);
}

}  // namespace

void move_lot(v1::JournalEntry& entry, const Move& move, const std::string& unit,
              const programme::Lot& lot) {
  add_lot(others_of(entry, move.from), unit, lot, -lot.amount);
  add_lot(others_of(entry, move.to), unit, lot, lot.amount);
}

void move_debt(v1::JournalEntry& entry, const Move& move, const std::string& unit, Quantity debt) {
  add_debt(others_of(entry, move.from), unit, -debt);
  add_debt(others_of(entry, move.to), unit, debt);
}

}  // namespace loyald

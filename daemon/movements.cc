// SPDX-License-Identifier: Apache-2.0
#include "daemon/movements.h"

#include <algorithm>
#include <vector>

#include "daemon/field_check.h"
#include "store/fold.h"

namespace loyald::daemon {
namespace {

struct UnitMovement {
  std::string unit;
  Quantity added = 0;
  Quantity taken = 0;  // negative
  Quantity debt = 0;
};

// In the order in which the entry first names a unit.
std::vector<UnitMovement> unit_movements(const v1::JournalEntry& entry) {
  std::vector<UnitMovement> units;
  const auto of = [&units](const std::string& unit) -> UnitMovement& {
    const auto found = std::ranges::find(units, unit, &UnitMovement::unit);
    return found == units.end() ? units.emplace_back(UnitMovement{unit}) : *found;
  };
  for (const v1::LotChange& change : changes_of(entry)) {
    UnitMovement& movement = of(change.unit());
    (change.amount() > 0 ? movement.added : movement.taken) += change.amount();
  }
  for (const v1::DebtChange& debt : debts_of(entry)) of(debt.unit()).debt += debt.amount();
  return units;
}

}  // namespace

bool Names::is_counter(const std::string& id) const {
  const programme::Unit* unit = programme_ == nullptr ? nullptr : programme_->find_unit(id);
  return unit != nullptr && unit->counter;
}

bool is_news(const v1::RuleOutcome& rule, const Names& names) {
  return rule.quantity() > 0 && rule.owner() == v1::OWNER_MEMBER &&
         rule.credit() != v1::CREDIT_RENEWED && !names.is_counter(rule.unit());
}

google::protobuf::RepeatedPtrField<v1::Movement> movements_of(const v1::JournalEntry& entry,
                                                              const Names& names) {
  google::protobuf::RepeatedPtrField<v1::Movement> movements;
  const auto add = [&](const UnitMovement& from, Quantity quantity, Quantity debt) {
    v1::Movement& movement = *movements.Add();
    movement.set_unit(from.unit);
    movement.set_name(names.unit(from.unit));
    movement.set_quantity(shown(quantity));
    movement.set_debt(shown(debt));
  };
  for (const UnitMovement& movement : unit_movements(entry)) {
    if (names.is_counter(movement.unit)) continue;
    if (movement.added != 0) add(movement, movement.added, 0);
    if (movement.taken != 0 || movement.debt != 0) add(movement, movement.taken, movement.debt);
  }
  for (const v1::DebtChange& settled : entry.settled().debts()) {
    if (names.is_counter(settled.unit())) continue;
    add({settled.unit()}, settled.amount(), settled.amount());
  }
  return movements;
}

SaleSums sums_of(const v1::Sale& sale) {
  SaleSums sums;
  for (const v1::BasketLine& line : sale.lines()) sums.total += line.amount();
  for (const v1::LineOutcome& outcome : sale.outcomes()) sums.discount += outcome.discount();
  return sums;
}

}  // namespace loyald::daemon

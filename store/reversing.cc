// SPDX-License-Identifier: Apache-2.0
#include "store/reversing.h"

#include <algorithm>

#include "store/base/check.h"
#include "store/taking_back.h"

namespace loyald {
namespace {

programme::Lot lot_of(const v1::RuleOutcome& rule, Quantity amount) {
  return {{rule.available_from()}, {rule.expires_on()}, amount};
}

}  // namespace

const MemberId& SaleOwners::of(v1::Owner owner) const {
  if (owner == v1::OWNER_REFERRER) return referrer;
  return owner == v1::OWNER_STORE ? store : member;
}

SaleOwners owners_of(const v1::JournalEntry& sale) {
  const v1::SaleInputs& inputs = sale.sale().inputs();
  return {owner_of(sale), id_from_bytes<MemberId>(inputs.referrer_id()).value_or(MemberId{}),
          owner_of_store(inputs.store_id())};
}

Reversing::Reversing(SaleOwners owners, OwnedWallets wallets, OwnedWallets here,
                     const programme::Programme* programme, Date day)
    : owners_(owners),
      wallets_(std::move(wallets)),
      here_(std::move(here)),
      programme_(programme),
      day_(day) {}

programme::Unit Reversing::unit_of(const std::string& id) const {
  const programme::Unit* unit = programme_ == nullptr ? nullptr : programme_->find_unit(id);
  return unit == nullptr ? programme::Unit{} : *unit;
}

Result<void> Reversing::give_back(const v1::RewardOutcome& reward, Quantity before,
                                  Quantity amount) {
  return give_lots(reward, before, amount, unit_of(reward.unit()).return_grace_days);
}

Result<void> Reversing::give_lots(const v1::RewardOutcome& reward, Quantity before, Quantity amount,
                                  int grace_days) {
  Quantity skip = before;
  for (int i = reward.spent_size() - 1; i >= 0 && amount > 0; --i) {
    const v1::LotChange& spent = reward.spent(i);
    const Quantity skipped = std::min(skip, spent.amount());
    const Quantity given = std::min(amount, spent.amount() - skipped);
    skip -= skipped;
    amount -= given;
    if (given == 0) continue;
    const Date with_grace = grace_days > 0 ? day_ + std::chrono::days(grace_days) : kFirstDate;
    LOYALD_TRY(
        add(owners_.of(reward.owner()), reward.unit(),
            {{spent.available_from()}, std::max(Date{spent.expires_on()}, with_grace), given}));
  }
  CHECK(amount == 0);
  return {};
}

Result<void> Reversing::take_back(const v1::RuleOutcome& rule, Quantity amount,
                                  std::int64_t refund) {
  const MemberId& owner = owners_.of(rule.owner());
  const bool is_members = owner == owners_.member;
  const programme::Unit unit = unit_of(rule.unit());
  // Whoever brings goods back pays for their own units, never for those of others.
  const std::int64_t chargeable = is_members ? refund - charged_ : 0;
  const TakenBack back = loyald::take_back(
      {wallet_of(wallets_[owner], rule.unit()), wallet_of(here_[owner], rule.unit())},
      lot_of(rule, amount), day_, unit, chargeable);
  for (programme::Lot lot : back.lots) {
    lot.amount = -lot.amount;
    LOYALD_TRY(add(owner, rule.unit(), lot));
  }
  if (back.owed > 0) LOYALD_TRY(owe(owner, rule.unit(), back.owed));
  for (const UntakenUnits& from : back.untaken) {
    charged_ += from.charged;
    if (!is_members) continue;
    v1::Untaken& untaken = untaken_.emplace_back();
    untaken.set_unit(rule.unit());
    untaken.set_quantity(from.quantity);
    untaken.set_policy(name(unit.return_policy));
    untaken.set_charged(from.charged);
  }
  return {};
}

Result<void> Reversing::uncount(const v1::RuleOutcome& rule, Quantity amount) {
  const MemberId& owner = owners_.of(rule.owner());
  const programme::Lot given = lot_of(rule, amount);
  const Quantity left = still_there(wallet_of(wallets_[owner], rule.unit()), given);
  const Quantity here = std::min(left, still_there(wallet_of(here_[owner], rule.unit()), given));
  if (here > 0) LOYALD_TRY(add(owner, rule.unit(), lot_of(rule, -here)));
  return left == here ? Result<void>() : owe(owner, rule.unit(), left - here);
}

Result<void> Reversing::move_back(const v1::RewardOutcome& from, const v1::RuleOutcome& to) {
  const MemberId& owner = owners_.of(to.owner());
  const programme::Lot given = lot_of(to, to.quantity());
  const Quantity left = std::min(still_there(wallet_of(wallets_[owner], to.unit()), given),
                                 still_there(wallet_of(here_[owner], to.unit()), given));
  if (left == 0) return {};
  LOYALD_TRY(add(owner, to.unit(), lot_of(to, -left)));
  // Nothing was spent, so there is no grace either.
  return give_lots(from, 0, left, 0);
}

v1::OwnedChanges Reversing::changes_of(const MemberId& owner) const {
  const auto found = changes_.find(owner);
  return found == changes_.end() ? v1::OwnedChanges() : found->second;
}

std::vector<v1::OwnedChanges> Reversing::changes_of_others(const MemberId& owner) const {
  std::vector<v1::OwnedChanges> others;
  for (const auto& [id, changes] : changes_) {
    if (id != owner) others.push_back(changes);
  }
  return others;
}

v1::OwnedChanges& Reversing::changes_for(const MemberId& owner) {
  v1::OwnedChanges& changes = changes_[owner];
  changes.set_owner_id(owner.str());
  return changes;
}

Result<void> Reversing::add(const MemberId& owner, const std::string& unit,
                            const programme::Lot& lot) {
  v1::LotChange& change = *changes_for(owner).add_changes();
  change.set_unit(unit);
  change.set_available_from(lot.available_from.days);
  change.set_expires_on(lot.expires_on.days);
  change.set_amount(lot.amount);
  LOYALD_TRY(apply(here_[owner], LotRefs{change}, DebtRefs{}));
  return apply(wallets_[owner], LotRefs{change}, DebtRefs{});
}

Result<void> Reversing::owe(const MemberId& owner, const std::string& unit, Quantity amount) {
  v1::DebtChange one;
  one.set_unit(unit);
  one.set_amount(amount);
  v1::OwnedChanges& changes = changes_for(owner);
  const auto known = std::ranges::find(
      *changes.mutable_debts(), unit, [](const auto& each) -> auto& { return each.unit(); });
  if (known == changes.mutable_debts()->end()) {
    *changes.add_debts() = one;
  } else {
    known->set_amount(known->amount() + amount);
  }
  return apply(wallets_[owner], LotRefs{}, DebtRefs{one});
}

}  // namespace loyald

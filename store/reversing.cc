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

OwnedChanges Reversing::changes_of(const MemberId& owner) const {
  const auto found = changes_.find(owner);
  return found == changes_.end() ? OwnedChanges{owner, {}, {}} : found->second;
}

std::vector<OwnedChanges> Reversing::changes_of_others(const MemberId& owner) const {
  std::vector<OwnedChanges> others;
  for (const auto& [id, changes] : changes_) {
    if (id != owner) others.push_back(changes);
  }
  return others;
}

Result<void> Reversing::add(const MemberId& owner, const std::string& unit,
                            const programme::Lot& lot) {
  LotChanges one;
  v1::LotChange& change = *one.Add();
  change.set_unit(unit);
  change.set_available_from(lot.available_from.days);
  change.set_expires_on(lot.expires_on.days);
  change.set_amount(lot.amount);
  changes_.try_emplace(owner, OwnedChanges{owner, {}, {}}).first->second.lots.MergeFrom(one);
  LOYALD_TRY(apply(here_[owner], one, {}));
  return apply(wallets_[owner], one, {});
}

Result<void> Reversing::owe(const MemberId& owner, const std::string& unit, Quantity amount) {
  DebtChanges one;
  v1::DebtChange& debt = *one.Add();
  debt.set_unit(unit);
  debt.set_amount(amount);
  DebtChanges& debts = changes_.try_emplace(owner, OwnedChanges{owner, {}, {}}).first->second.debts;
  const auto known = std::find_if(debts.begin(), debts.end(),
                                  [&](const v1::DebtChange& each) { return each.unit() == unit; });
  if (known == debts.end()) {
    debts.MergeFrom(one);
  } else {
    known->set_amount(known->amount() + amount);
  }
  return apply(wallets_[owner], {}, one);
}

}  // namespace loyald

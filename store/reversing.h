// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "proto/loyald/v1/journal.pb.h"
#include "store/fold.h"
#include "store/programme/programme.h"

namespace loyald {

// Whose units a sale changed. Where two are the same, they share wallets.
struct SaleOwners {
  MemberId member;  // or the household they were in
  MemberId referrer;
  MemberId store;
  const MemberId& of(v1::Owner owner) const;
};
// Those of an entry with a sale, as its inputs say them; without a referrer, an owner of nothing.
SaleOwners owners_of(const v1::JournalEntry& sale);

// What owners have, before a reversal; none = nothing.
using OwnedWallets = std::map<MemberId, std::vector<programme::Wallet>>;

// Collects what reversing parts of a sale does to the wallets of all whom it changed. Each call
// sees what those before it did. Errors: invalid_argument on overflow. For one thread.
class Reversing {
 public:
  // `here`: of the wallets, what may be taken here. `programme` decided the sale and must outlive
  // this; null: units have no policies of their own.
  Reversing(SaleOwners owners, OwnedWallets wallets, OwnedWallets here,
            const programme::Programme* programme, Date day);

  // Gives back `amount` of what a reward cost, of which `before` have been given back: the original
  // lots with their original dates and the unit's grace, the latest to expire first.
  Result<void> give_back(const v1::RewardOutcome& reward, Quantity before, Quantity amount);
  // Takes back units that were given, by the unit's return_policy (store/taking_back.h).
  // `refund`: what is handed back for the goods, of which it may be charged.
  Result<void> take_back(const v1::RuleOutcome& rule, Quantity amount, std::int64_t refund);
  // Takes back what a counter was credited, where it is still there: what is gone has no effect any
  // more, or was used by a later sale. What is there and may not be taken here is owed.
  Result<void> uncount(const v1::RuleOutcome& rule, Quantity amount);
  // Moves back what a renewal moved, as far as it has not been spent since: neither owed nor given.
  Result<void> move_back(const v1::RewardOutcome& from, const v1::RuleOutcome& to);

  // What it comes to for the owner; nothing where they are not concerned.
  v1::OwnedChanges changes_of(const MemberId& owner) const;
  // The same for everybody else who is.
  std::vector<v1::OwnedChanges> changes_of_others(const MemberId& owner) const;
  // Of the member's alone: nobody is told of units of others.
  const std::vector<v1::Untaken>& untaken() const { return untaken_; }
  std::int64_t charged() const { return charged_; }

 private:
  Result<void> add(const MemberId& owner, const std::string& unit, const programme::Lot& lot);
  Result<void> owe(const MemberId& owner, const std::string& unit, Quantity amount);
  Result<void> give_lots(const v1::RewardOutcome& reward, Quantity before, Quantity amount,
                         int grace_days);
  v1::OwnedChanges& changes_for(const MemberId& owner);
  programme::Unit unit_of(const std::string& id) const;

  SaleOwners owners_;
  OwnedWallets wallets_;
  OwnedWallets here_;
  const programme::Programme* programme_;
  Date day_;
  std::map<MemberId, v1::OwnedChanges> changes_;
  std::vector<v1::Untaken> untaken_;
  std::int64_t charged_ = 0;
};

}  // namespace loyald

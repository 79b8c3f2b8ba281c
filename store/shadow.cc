// SPDX-License-Identifier: Apache-2.0
#include "store/shadow.h"

#include <algorithm>
#include <optional>

#include "store/base/check.h"
#include "store/programme/evaluate.h"

namespace loyald {
namespace {

using programme::Evaluation;
using programme::Lot;
using programme::Programme;
using programme::RewardChoice;
using programme::Situation;
using programme::Wallet;

constexpr int kSecondsPerMinute = 60;

struct Member {
  std::map<std::string, Wallet, std::less<>> wallets;
  Money discount;
};

class Shadow {
 public:
  Shadow(const Programme& programme, const MemberTags& tags, const ShadowTerms& terms)
      : programme_(programme), tags_(tags), terms_(terms) {
    for (const programme::Unit& unit : programme.units) {
      if (unit.counter) continue;
      units_.emplace(unit.id, run_.units.size());
      run_.units.push_back({unit.id, {}});
    }
    for (const programme::Reward& reward : programme.rewards) {
      rewards_.emplace(reward.id, run_.rewards.size());
      run_.rewards.push_back({reward.id, 0, 0, {}});
    }
  }

  void sell(const RecordedSale& sale) {
    if (sale.member.empty()) return;
    Member& member = members_[sale.member];
    drop_expired(member, sale.day);
    Situation situation = situation_of(sale, member);
    if (terms_.redeeming == Redeeming::always) redeem(situation);
    const auto evaluation = programme::evaluate(programme_, situation);
    if (!evaluation) return refuse(evaluation.error());
    if (!apply(*evaluation, member)) return;
    count(*evaluation);
    member.discount.minor += evaluation->discount.minor;
  }

  ShadowRun finished(Date last_day) && {
    for (auto& [id, member] : members_) {
      // A lot may be spent until the day before it expires: the day is over.
      drop_expired(member, last_day + std::chrono::days(1));
      Money gain = member.discount;
      for (const auto& [unit, wallet] : member.wallets) {
        Quantity owned = 0;
        for (const Lot& lot : wallet.lots) owned += lot.amount;
        if (UnitCount* counted = count_of(unit)) counted->outstanding += owned;
        gain.minor += worth_rounded_down(terms_.worths, unit, std::max<Quantity>(owned, 0)).minor;
      }
      run_.gain.emplace(id, gain);
    }
    for (const ShadowUnit& unit : run_.units) {
      run_.given.minor += worth_rounded_down(terms_.worths, unit.unit, unit.count.earned).minor;
    }
    return std::move(run_);
  }

 private:
  UnitCount* count_of(std::string_view unit) {
    const auto place = units_.find(unit);
    return place == units_.end() ? nullptr : &run_.units[place->second].count;
  }

  void refuse(const Error& error) {
    if (run_.refused++ == 0) run_.first_refusal = error.message;
  }

  void drop_expired(Member& member, Date day) {
    for (auto& [unit, wallet] : member.wallets) {
      UnitCount* counted = count_of(unit);
      std::erase_if(wallet.lots, [&](const Lot& lot) {
        if (lot.expires_on > day) return false;
        if (counted != nullptr) counted->expired += lot.amount;
        return true;
      });
    }
  }

  Situation situation_of(const RecordedSale& sale, const Member& member) const {
    Situation situation{sale.day, {}, sale.lines, {}, {}};
    for (const auto& [unit, wallet] : member.wallets) {
      situation.units.push_back({wallet, spendable(wallet, sale.day)});
    }
    situation.circumstances.store = sale.store;
    if (sale.second) situation.circumstances.setting.sold_at = *sale.second / kSecondsPerMinute;
    situation.circumstances.setting.channel = sale.channel;
    situation.circumstances.setting.payments = sale.payments;
    const auto tags = tags_.find(sale.member);
    situation.circumstances.tags = tags != tags_.end() ? tags->second : sale.tags;
    situation.circumstances.birthday = sale.birthday;
    return situation;
  }

  // What an offer is worth in money; an exchange for other units by their worth.
  std::int64_t worth_of(const programme::Offer& offer) const {
    const programme::Reward* reward = programme_.find_reward(offer.reward);
    CHECK(reward != nullptr);
    const auto* voucher = std::get_if<programme::Voucher>(&reward->kind);
    if (voucher == nullptr) return offer.value.minor;
    const Quantity given = offer.cost / voucher->cost * voucher->quantity;
    return worth_rounded_down(terms_.worths, voucher->gives, given).minor;
  }

  void redeem(Situation& situation) const {
    while (situation.choices.size() < programme::kMaxRewardChoices) {
      const std::vector<programme::Offer> offers = programme::offers(programme_, situation);
      const programme::Offer* best = nullptr;
      std::int64_t best_worth = 0;
      for (const programme::Offer& offer : offers) {
        if (!offer.unavailable.empty()) continue;
        const std::int64_t worth = worth_of(offer);
        if (worth <= best_worth) continue;
        best = &offer;
        best_worth = worth;
      }
      if (best == nullptr) return;
      situation.choices.push_back(RewardChoice{best->reward, 0});
    }
  }

  // False, and nothing is changed, where a lot would become too large.
  bool apply(const Evaluation& evaluation, Member& member) {
    auto wallets = member.wallets;
    const auto put = [&](const std::string& unit, const Lot& change) {
      Wallet& wallet = wallets[unit];
      wallet.unit = unit;
      const auto added = programme::add(wallet, change);
      if (!added) refuse(added.error());
      return added.has_value();
    };
    for (const programme::RuleOutcome& rule : evaluation.rules) {
      if (rule.lot.amount != 0 && !put(rule.unit, rule.lot)) return false;
    }
    for (const programme::RewardOutcome& reward : evaluation.rewards) {
      for (const Lot& lot : reward.spent) {
        if (!put(reward.unit, {lot.available_from, lot.expires_on, -lot.amount})) return false;
      }
    }
    member.wallets = std::move(wallets);
    return true;
  }

  void count(const Evaluation& evaluation) {
    for (const programme::RuleOutcome& rule : evaluation.rules) {
      UnitCount* counted = count_of(rule.unit);
      if (counted == nullptr) continue;
      (rule.credit == programme::Credit::issued ? counted->issued : counted->earned) +=
          rule.lot.amount;
    }
    for (const programme::RewardOutcome& reward : evaluation.rewards) {
      if (UnitCount* counted = count_of(reward.unit)) counted->spent += reward.cost;
      const auto place = rewards_.find(reward.reward);
      if (place == rewards_.end()) continue;  // what was carried
      ShadowReward& used = run_.rewards[place->second];
      ++used.times;
      used.cost += reward.cost;
      used.value.minor += reward.value.minor;
    }
    run_.discount.minor += evaluation.discount.minor;
  }

  const Programme& programme_;
  const MemberTags& tags_;
  const ShadowTerms& terms_;
  std::map<std::string, std::size_t, std::less<>> units_;    // places in run_.units
  std::map<std::string, std::size_t, std::less<>> rewards_;  // places in run_.rewards
  std::map<std::string, Member, std::less<>> members_;
  ShadowRun run_;
};

}  // namespace

ShadowRun run_shadow(const Programme& programme, const std::vector<RecordedSale>& sales,
                     const MemberTags& tags, const ShadowTerms& terms) {
  Shadow shadow(programme, tags, terms);
  for (const RecordedSale& sale : sales) shadow.sell(sale);
  return std::move(shadow).finished(sales.empty() ? kFirstDate : sales.back().day);
}

}  // namespace loyald

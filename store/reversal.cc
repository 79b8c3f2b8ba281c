// SPDX-License-Identifier: Apache-2.0
#include "store/reversal.h"

#include <algorithm>
#include <map>

#include "store/base/check.h"
#include "store/issues_kept.h"
#include "store/programme/share.h"

namespace loyald {
namespace {

// Collects what reversing some steps of a sale does to the member's wallets.
class Reversing {
 public:
  Reversing(std::vector<programme::Wallet> wallets, Date day)
      : wallets_(std::move(wallets)), day_(day) {}

  // Gives back `amount` of the units a reward cost, of which `before` have been given back: the
  // original lots, the latest to expire first.
  Result<void> give_back(const v1::RewardOutcome& reward, Quantity before, Quantity amount,
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
          add(reward.unit(),
              {{spent.available_from()}, std::max(Date{spent.expires_on()}, with_grace), given}));
    }
    CHECK(amount == 0);
    return {};
  }

  // Takes back units that a rule gave: from their own lot, then from what can be spent, then from
  // what is pending; the rest is owed.
  Result<void> take_back(const v1::RuleOutcome& rule, Quantity amount) {
    programme::Wallet wallet = wallet_of(wallets_, rule.unit());
    std::vector<programme::Lot> order;
    for (const programme::Lot& lot : wallet.lots) {
      const bool is_own = lot.available_from.days == rule.available_from() &&
                          lot.expires_on.days == rule.expires_on();
      if (is_own) order.insert(order.begin(), lot);
      if (!is_own && lot.available_from <= day_ && day_ < lot.expires_on) order.push_back(lot);
    }
    for (const programme::Lot& lot : wallet.lots) {
      const bool is_own = lot.available_from.days == rule.available_from() &&
                          lot.expires_on.days == rule.expires_on();
      if (!is_own && lot.available_from > day_) order.push_back(lot);
    }
    for (programme::Lot lot : order) {
      const Quantity taken = std::clamp<Quantity>(amount, 0, std::max<Quantity>(lot.amount, 0));
      if (taken == 0) continue;
      amount -= taken;
      lot.amount = -taken;
      LOYALD_TRY(add(rule.unit(), lot));
    }
    if (amount > 0) debts_[rule.unit()] += amount;
    return {};
  }

  // Takes back what a counter was credited, where it is still there: what is gone has no effect any
  // more, or was used by a later sale.
  Result<void> uncount(const v1::RuleOutcome& rule, Quantity amount) {
    const programme::Wallet wallet = wallet_of(wallets_, rule.unit());
    for (programme::Lot lot : wallet.lots) {
      if (lot.available_from.days != rule.available_from() ||
          lot.expires_on.days != rule.expires_on()) {
        continue;
      }
      lot.amount = -std::clamp<Quantity>(amount, 0, std::max<Quantity>(lot.amount, 0));
      if (lot.amount != 0) return add(rule.unit(), lot);
    }
    return {};
  }

  const LotChanges& changes() const { return changes_; }
  DebtChanges debts() const {
    DebtChanges debts;
    for (const auto& [unit, amount] : debts_) {
      v1::DebtChange& debt = *debts.Add();
      debt.set_unit(unit);
      debt.set_amount(amount);
    }
    return debts;
  }

 private:
  Result<void> add(const std::string& unit, const programme::Lot& lot) {
    v1::LotChange& change = *changes_.Add();
    change.set_unit(unit);
    change.set_available_from(lot.available_from.days);
    change.set_expires_on(lot.expires_on.days);
    change.set_amount(lot.amount);
    LotChanges one;
    *one.Add() = change;
    return apply(wallets_, one, {});
  }

  std::vector<programme::Wallet> wallets_;
  Date day_;
  LotChanges changes_;
  std::map<std::string, Quantity> debts_;
};

void add_units(google::protobuf::RepeatedPtrField<v1::UnitBalance>& units, const std::string& unit,
               Quantity quantity) {
  if (quantity == 0) return;
  for (v1::UnitBalance& known : units) {
    if (known.unit() == unit) return known.set_quantity(known.quantity() + quantity);
  }
  v1::UnitBalance& added = *units.Add();
  added.set_unit(unit);
  added.set_quantity(quantity);
}

// The steps' share of every reward and rule of the sale, per line and in all.
struct Shares {
  std::vector<Quantity> rewards;
  std::vector<Quantity> rules;
  std::vector<v1::ReturnedLine> lines;
  std::int64_t refund = 0;
};

bool is_counter(const v1::RuleOutcome& rule) {
  return rule.credit() == v1::CREDIT_CAP || rule.credit() == v1::CREDIT_CARRIED;
}

// What no line bears; the exchanges that the programme made by itself are `add_issues`' part.
void add_whole(Shares& shares, const v1::Sale& sale, const std::vector<AutomaticIssue>& issues) {
  for (int i = 0; i < sale.rewards_size(); ++i) {
    if (sale.rewards(i).of_whole_sale()) {
      shares.rewards[static_cast<std::size_t>(i)] = sale.rewards(i).cost();
    }
  }
  for (int i = 0; i < sale.rules_size(); ++i) {
    if (sale.rules(i).of_whole_sale()) {
      shares.rules[static_cast<std::size_t>(i)] = sale.rules(i).quantity();
    }
  }
  for (const AutomaticIssue& issue : issues) {
    shares.rewards[static_cast<std::size_t>(issue.reward)] = 0;
    shares.rules[static_cast<std::size_t>(issue.rule)] = 0;
  }
}

// The exchanges that held before these steps and hold no longer.
void add_issues(Shares& shares, const v1::Sale& sale, const std::vector<AutomaticIssue>& before,
                const std::vector<AutomaticIssue>& after) {
  for (std::size_t i = 0; i < before.size(); ++i) {
    const v1::RuleOutcome& gave = sale.rules(before[i].rule);
    const std::int64_t undone = before[i].kept - after[i].kept;
    shares.rewards[static_cast<std::size_t>(before[i].reward)] = undone * gave.rate_per();
    shares.rules[static_cast<std::size_t>(before[i].rule)] = undone * gave.rate_quantity();
  }
}

// What of each reward's cost has been given back, with so much of every line returned.
std::vector<Quantity> given_back(const v1::Sale& sale, const std::vector<std::int64_t>& returned,
                                 const std::vector<AutomaticIssue>& issues) {
  std::vector<Quantity> given(static_cast<std::size_t>(sale.rewards_size()));
  for (int i = 0; i < sale.lines_size(); ++i) {
    const std::int64_t all = sale.lines(i).quantity();
    if (all == 0) continue;
    for (const v1::LineReward& reward : sale.outcomes(i).rewards()) {
      given[reward.reward()] +=
          programme::portion(reward.cost(), returned[static_cast<std::size_t>(i)], all);
    }
  }
  for (const AutomaticIssue& issue : issues) {
    given[static_cast<std::size_t>(issue.reward)] =
        sale.rewards(issue.reward).cost() - issue.kept * sale.rules(issue.rule).rate_per();
  }
  return given;
}

Shares shares_of(const v1::Sale& sale, const std::vector<ReturnStep>& steps) {
  Shares shares{std::vector<Quantity>(static_cast<std::size_t>(sale.rewards_size())),
                std::vector<Quantity>(static_cast<std::size_t>(sale.rules_size())),
                {},
                0};
  for (const ReturnStep& step : steps) {
    const auto place = static_cast<int>(step.line);
    const v1::LineOutcome& outcome = sale.outcomes(place);
    v1::ReturnedLine line;
    line.set_line(static_cast<std::uint32_t>(step.line + 1));
    line.set_quantity_before(step.before);
    line.set_quantity_after(step.after);
    line.set_refund(step.of(sale.lines(place).amount() - outcome.discount()));
    shares.refund += line.refund();
    for (const v1::LineReward& reward : outcome.rewards()) {
      const Quantity given = step.of(reward.cost());
      shares.rewards[reward.reward()] += given;
      add_units(*line.mutable_given_back(), sale.rewards(static_cast<int>(reward.reward())).unit(),
                given);
    }
    for (const v1::LineEarning& earning : outcome.earnings()) {
      const Quantity taken = step.of(earning.quantity());
      shares.rules[earning.rule()] += taken;
      const v1::RuleOutcome& rule = sale.rules(static_cast<int>(earning.rule()));
      if (!is_counter(rule)) add_units(*line.mutable_taken_back(), rule.unit(), taken);
    }
    shares.lines.push_back(std::move(line));
  }
  return shares;
}

}  // namespace

std::int64_t ReturnStep::of(std::int64_t total) const {
  return programme::portion(total, after, all) - programme::portion(total, before, all);
}

Result<Reversal> reverse(const v1::Sale& sale, const std::vector<ReturnStep>& steps,
                         ReversalSituation situation) {
  const auto before = issues_kept(sale, situation.sold_on, situation.returned);
  const auto given_before = given_back(sale, situation.returned, before);
  std::vector<std::int64_t> returned = std::move(situation.returned);
  for (const ReturnStep& step : steps) returned[step.line] = step.after;
  auto after = issues_kept(sale, situation.sold_on, returned);
  Shares shares = shares_of(sale, steps);
  if (situation.is_whole) {
    for (AutomaticIssue& issue : after) issue.kept = 0;
    add_whole(shares, sale, before);
  }
  add_issues(shares, sale, before, after);
  Reversing reversing(std::move(situation.wallets), situation.day);
  for (std::size_t i = 0; i < shares.rewards.size(); ++i) {
    const v1::RewardOutcome& reward = sale.rewards(static_cast<int>(i));
    LOYALD_TRY(reversing.give_back(reward, given_before[i], shares.rewards[i],
                                   situation.grace_days(reward.unit())));
  }
  for (std::size_t i = 0; i < shares.rules.size(); ++i) {
    if (shares.rules[i] == 0) continue;
    const v1::RuleOutcome& rule = sale.rules(static_cast<int>(i));
    LOYALD_TRY(is_counter(rule) ? reversing.uncount(rule, shares.rules[i])
                                : reversing.take_back(rule, shares.rules[i]));
  }
  return Reversal{reversing.changes(), reversing.debts(), shares.refund, std::move(shares.lines)};
}

}  // namespace loyald

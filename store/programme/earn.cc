// SPDX-License-Identifier: Apache-2.0
#include "store/programme/earn.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "store/programme/credit.h"
#include "store/programme/line_count.h"
#include "store/programme/multiply.h"
#include "store/programme/rule_gift.h"
#include "store/programme/share.h"
#include "store/programme/why_not_met.h"

namespace loyald::programme {
namespace {

// Of a happening, its rules in the programme's order.
std::vector<const EarnRule*> rules_on(const Programme& programme, const Situation& situation) {
  std::vector<const EarnRule*> rules;
  const std::string on = situation.event ? situation.event->name : std::string();
  for (const EarnRule& rule : programme.earn) {
    if (rule.on == on) rules.push_back(&rule);
  }
  return rules;
}

// The rules of one sale, step by step, over one evaluation.
class Earning {
 public:
  Earning(const Programme& programme, const Situation& situation, Remaining& remaining,
          Evaluation& evaluation)
      : programme_(programme),
        situation_(situation),
        remaining_(remaining),
        evaluation_(evaluation),
        rules_(rules_on(programme, situation)) {
    evaluation_.rules.reserve(3 * rules_.size() + programme.multipliers.size());
    const auto counts = [&](const EarnRule* rule) {
      const Group* group = programme.find_group(rule->group);
      return rule->cap || rule->quota || (group != nullptr && group->cap);
    };
    const auto counted = std::count_if(rules_.begin(), rules_.end(), counts);
    // Nothing of carried remainders is a line's.
    const std::size_t most =
        rules_.size() + 2 * static_cast<std::size_t>(counted) + programme.multipliers.size();
    for (LineOutcome& line : evaluation_.lines) line.earnings.reserve(most);
    evaluation_.rules.reserve(most);
  }

  Result<void> run() {
    for (const EarnRule* rule : rules_) LOYALD_TRY(apply(*rule));
    for (const Group& group : programme_.groups) {
      if (group.best_of) keep_best(group);
      limit(group);
    }
    for (std::size_t i = 0; i < rules_.size(); ++i) share_over_lines(i);
    use_up();  // before a renewal moves what it uses
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      count_against_limits(i);
      carry(i);
      renew(i);
    }
    LOYALD_TRY(multiply(programme_, rules_, situation_, remaining_, evaluation_));
    return check_sums();
  }

 private:
  Quantity counted_in(const std::string& unit, Owner owner) const {
    return counted(remaining_, unit, situation_.business_date, owner);
  }

  GiftScope scope_of(const EarnRule& rule, const Counted& counted) const {
    GiftScope scope{counted, 0, 0, situation_.circumstances.store, 0};
    if (rule.cap) scope.cap_used = counted_in(rule.cap->unit, rule.gives_to);
    if (rule.quota) scope.quota_used = counted_in(rule.quota->unit, Owner::store);
    if (!rule.carry.empty()) scope.carried = safe_to_spend(remaining_, rule.carry);
    return scope;
  }

  Counted count_lines(const EarnRule& rule) {
    Counted counted;
    if (situation_.event) return {Money{}, situation_.event->quantity, true};
    const std::vector<BasketLine>& lines = situation_.basket.lines;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      LineOutcome& line = evaluation_.lines[i];
      LineEarning& earning = line.earnings.emplace_back();
      const ReasonCode nothing = why_nothing();
      if (nothing == ReasonCode::none) {
        earning = count(rule, lines[i], line.discount);
      } else {
        earning.not_counted.code = nothing;
      }
      earning.rule = evaluation_.rules.size();
      counted.money.minor += earning.counted.minor;
      counted.quantity += earning.counted_quantity;
    }
    counted.any = counted.money.minor > 0;
    return counted;
  }

  // Why no rule gives anything; none where they may.
  ReasonCode why_nothing() const {
    const Circumstances& circumstances = situation_.circumstances;
    if (!circumstances.may_earn) return ReasonCode::may_not_earn;
    if (programme_.identification.of(circumstances.shown_as).earn) return ReasonCode::none;
    return ReasonCode::shown_as;
  }

  // Why the rule gives nothing whatever was counted; empty where it may.
  Reason why_not(const EarnRule& rule) const {
    const Circumstances& circumstances = situation_.circumstances;
    if (why_nothing() != ReasonCode::none) return {why_nothing()};
    if (Reason why = why_not_met(rule.when, situation_, evaluation_.tier); !why.empty()) return why;
    if (rule.gives_to == Owner::referrer && !circumstances.has_referrer) {
      return {ReasonCode::no_referrer};
    }
    if (!rule.uses.empty() && safe_to_spend(remaining_, rule.uses) < 1) {
      return {ReasonCode::none_to_use, {}, {rule.uses}};
    }
    const Lot lot = lot_of(rule, 1);
    if (lot.available_from < lot.expires_on) return {};
    return {ReasonCode::over, {lot.expires_on.days - 1}, {rule.unit}};
  }

  Lot lot_of(const EarnRule& rule, Quantity amount) const {
    return new_lot(programme_, situation_, remaining_, rule.unit, rule.gives_to, amount,
                   rule.pending_days);
  }

  // Counts the lines and says what the rule gives, before it is compared with others of its group.
  Result<void> apply(const EarnRule& rule) {
    const Counted counted = count_lines(rule);
    const GiftScope scope = scope_of(rule, counted);
    RuleGift gift;
    gift.not_applied = {why_nothing()};
    if (counted.any) gift.not_applied = why_not(rule);
    if (gift.not_applied.empty()) {
      LOYALD_ASSIGN(gift, give(rule, scope));
    }
    RuleOutcome outcome{rule.id, rule.unit, counted.money, rule.quantity, rule.per, Lot{}, {}};
    outcome.not_applied = std::move(gift.not_applied);
    outcome.rate = rule.rate;
    outcome.counted_quantity = counted.quantity;
    outcome.list_amounts = rule.list_amounts;
    outcome.without_tax = rule.without_tax;
    outcome.clamped = std::move(gift.clamped);
    outcome.owner = rule.gives_to;
    outcome.of_whole_sale = situation_.event.has_value();
    if (gift.is_applied) outcome.carried = scope.carried;
    outcome.lot = lot_of(rule, gift.quantity);
    evaluation_.rules.push_back(std::move(outcome));
    left_.push_back(gift.is_applied && !rule.carry.empty() ? std::optional(gift.left)
                                                           : std::nullopt);
    return {};
  }

  // Of each unit, only the rule of the group that gives most does; the earlier among equals.
  void keep_best(const Group& group) {
    std::map<std::string, std::size_t> best;
    const auto in_group = [&](std::size_t i) { return rules_[i]->group == group.id; };
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      if (!in_group(i) || evaluation_.rules[i].lot.amount == 0) continue;
      const auto [place, is_first] = best.emplace(evaluation_.rules[i].unit, i);
      const Quantity most = evaluation_.rules[place->second].lot.amount;
      if (!is_first && evaluation_.rules[i].lot.amount > most) place->second = i;
    }
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      RuleOutcome& outcome = evaluation_.rules[i];
      if (!in_group(i) || !best.contains(outcome.unit) || best[outcome.unit] == i) continue;
      left_[i].reset();
      outcome.carried = 0;
      if (outcome.lot.amount == 0) continue;
      const RuleOutcome& winner = evaluation_.rules[best[outcome.unit]];
      outcome.not_applied = {
          ReasonCode::best_of, {winner.lot.amount, outcome.lot.amount}, {group.id, winner.rule}};
      outcome.clamped.clear();
      outcome.lot.amount = 0;
    }
  }

  // What the group's own limits leave of its rules, in their order.
  void limit(const Group& group) {
    if (group.most_per_sale == 0 && !group.cap) return;
    std::map<std::string, Quantity> given;
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      if (rules_[i]->group != group.id) continue;
      RuleOutcome& outcome = evaluation_.rules[i];
      Quantity& before = given[outcome.unit];
      RuleGift gift;
      gift.quantity = outcome.lot.amount;
      if (group.most_per_sale > 0) {
        clamp(gift, group.most_per_sale - before,
              {ReasonCode::most_per_sale, {group.most_per_sale}});
      }
      if (group.cap) {
        const Quantity counted =
            std::min(counted_in(group.cap->unit, rules_[i]->gives_to), kMaxAmount);
        const Quantity used = counted + before;
        clamp(gift, group.cap->at_most - used, why_capped(*group.cap, used));
      }
      before += gift.quantity;
      outcome.lot.amount = gift.quantity;
      if (!gift.not_applied.empty()) outcome.not_applied = std::move(gift.not_applied);
      if (!gift.clamped.empty()) outcome.clamped = std::move(gift.clamped);
      if (outcome.lot.amount == 0) outcome.clamped.clear();
    }
  }

  void share_over_lines(std::size_t rule) {
    const RuleOutcome& outcome = evaluation_.rules[rule];
    if (outcome.lot.amount == 0 || outcome.of_whole_sale) return;
    weights_.clear();
    for (const LineOutcome& line : evaluation_.lines) {
      const LineEarning& earning = line.earnings[rule];
      weights_.push_back(outcome.rate == Rate::per_item ? earning.counted_quantity
                                                        : earning.counted.minor);
    }
    const std::vector<std::int64_t> parts = share(outcome.lot.amount, weights_);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      evaluation_.lines[i].earnings[rule].quantity = parts[i];
    }
  }

  // What the rule gave, once more in a unit that counts it, borne by the same lines.
  void count_again(std::size_t place, RuleOutcome outcome) {
    outcome.of_whole_sale = evaluation_.rules[place].of_whole_sale;
    for (LineOutcome& line : evaluation_.lines) {
      const Quantity part = line.earnings[place].quantity;
      if (part > 0) line.earnings.push_back({evaluation_.rules.size(), Money{}, part});
    }
    evaluation_.rules.push_back(std::move(outcome));
  }

  void count_against_limits(std::size_t place) {
    const EarnRule& rule = *rules_[place];
    const Quantity given = evaluation_.rules[place].lot.amount;
    if (given == 0) return;
    const auto count = [&](Credit credit, const std::string& unit, const Lot& lot, Owner owner) {
      count_again(place, credit_of_whole(credit, rule.id, unit, lot, owner));
    };
    const Date day = situation_.business_date;
    if (rule.cap) {
      count(Credit::cap, rule.cap->unit, counted_lot(*rule.cap, day, given), rule.gives_to);
    }
    const Group* group = programme_.find_group(rule.group);
    if (group != nullptr && group->cap) {
      count(Credit::cap, group->cap->unit, counted_lot(*group->cap, day, given), rule.gives_to);
    }
    if (rule.quota) {
      count(Credit::quota, rule.quota->unit, counted_lot(*rule.quota, day, given), Owner::store);
    }
  }

  RewardOutcome spending(Spending why, const std::string& rule, const std::string& unit,
                         Quantity cost) {
    RewardOutcome outcome{rule, unit, cost, Money{}, {}};
    outcome.spent = spend(remaining_, unit, situation_.business_date, cost);
    outcome.of_whole_sale = true;
    outcome.spending = why;
    return outcome;
  }

  // What earlier sales had left goes into this one, what this one leaves is kept for the next.
  void carry(std::size_t place) {
    if (!left_[place]) return;
    const EarnRule& rule = *rules_[place];
    if (const Quantity before = evaluation_.rules[place].carried; before > 0) {
      evaluation_.rewards.push_back(spending(Spending::carried, rule.id, rule.carry, before));
    }
    if (*left_[place] == 0) return;
    const Lot lot =
        new_lot(programme_, situation_, remaining_, rule.carry, Owner::member, *left_[place]);
    evaluation_.rules.push_back(credit_of_whole(Credit::carried, rule.id, rule.carry, lot));
  }

  // What was held of the unit moves into the lot that the rule gave.
  void renew(std::size_t place) {
    const EarnRule& rule = *rules_[place];
    Lot lot = evaluation_.rules[place].lot;
    const Quantity held = safe_to_spend(remaining_, rule.unit);
    if (!rule.renews || lot.amount == 0 || held == 0) return;
    evaluation_.rewards.push_back(spending(Spending::renewed, rule.id, rule.unit, held));
    lot.amount = held;
    evaluation_.rules.push_back(credit_of_whole(Credit::renewed, rule.id, rule.unit, lot));
  }

  // One of each unit that rules of this sale used.
  void use_up() {
    std::set<std::string_view> used;
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      const EarnRule& rule = *rules_[i];
      if (rule.uses.empty() || evaluation_.rules[i].lot.amount == 0) continue;
      if (!used.insert(rule.uses).second) continue;
      evaluation_.rewards.push_back(spending(Spending::used, rule.id, rule.uses, 1));
    }
  }

  Result<void> check_sums() const {
    std::map<std::string, Quantity> earned;
    for (const RuleOutcome& outcome : evaluation_.rules) {
      Quantity& sum = earned[outcome.unit];
      sum += outcome.lot.amount;
      if (sum > kMaxAmount) {
        return fail(Errc::invalid_argument, "the sale would give more than " +
                                                std::to_string(kMaxAmount) + " " + outcome.unit);
      }
    }
    return {};
  }

  const Programme& programme_;
  const Situation& situation_;
  Remaining& remaining_;
  Evaluation& evaluation_;
  std::vector<const EarnRule*> rules_;
  std::vector<std::optional<std::int64_t>> left_;  // per rule, where it carries
  std::vector<std::int64_t> weights_;
};

}  // namespace

Result<void> earn(const Programme& programme, const Situation& situation, Remaining& remaining,
                  Evaluation& evaluation) {
  return Earning(programme, situation, remaining, evaluation).run();
}

}  // namespace loyald::programme

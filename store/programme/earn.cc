// SPDX-License-Identifier: Apache-2.0
#include "store/programme/earn.h"

#include <algorithm>
#include <map>

#include "store/base/check.h"
#include "store/programme/line_count.h"
#include "store/programme/multiply.h"
#include "store/programme/rule_gift.h"
#include "store/programme/share.h"
#include "store/programme/why_not_met.h"

namespace loyald::programme {
namespace {

const Wallet* find_wallet(const std::vector<MemberUnits>& units, const std::string& unit) {
  for (const MemberUnits& of : units) {
    if (of.wallet.unit == unit) return &of.wallet;
  }
  return nullptr;
}

// The rules of one sale, step by step, over one evaluation.
class Earning {
 public:
  Earning(const Programme& programme, const Situation& situation, Remaining& remaining,
          Evaluation& evaluation)
      : programme_(programme),
        situation_(situation),
        remaining_(remaining),
        evaluation_(evaluation) {
    evaluation_.rules.reserve(3 * programme.earn.size() + programme.multipliers.size());
    const auto caps = std::count_if(programme.earn.begin(), programme.earn.end(),
                                    [](const EarnRule& rule) { return rule.cap.has_value(); });
    // Nothing of carried remainders is a line's.
    const std::size_t most =
        programme.earn.size() + static_cast<std::size_t>(caps) + programme.multipliers.size();
    for (LineOutcome& line : evaluation_.lines) line.earnings.reserve(most);
  }

  Result<void> run() {
    for (const EarnRule& rule : programme_.earn) LOYALD_TRY(apply(rule));
    for (const Group& group : programme_.groups) {
      if (group.best_of) keep_best(group);
    }
    for (std::size_t i = 0; i < programme_.earn.size(); ++i) share_over_lines(i);
    for (std::size_t i = 0; i < programme_.earn.size(); ++i) {
      count_against_cap(i);
      carry(i);
    }
    LOYALD_TRY(multiply(programme_, situation_, evaluation_));
    return check_sums();
  }

 private:
  const Unit& unit(const std::string& id) const {
    const Unit* unit = programme_.find_unit(id);
    CHECK(unit != nullptr);
    return *unit;
  }

  GiftScope scope_of(const EarnRule& rule, const Counted& counted) const {
    GiftScope scope{counted, 0, 0};
    if (rule.cap) {
      const Wallet* used = find_wallet(situation_.units, rule.cap->unit);
      if (used != nullptr) scope.cap_used = spendable(*used, situation_.business_date);
    }
    if (!rule.carry.empty()) scope.carried = safe_to_spend(remaining_, rule.carry);
    return scope;
  }

  Counted count_lines(const EarnRule& rule) {
    Counted counted;
    const std::vector<BasketLine>& lines = situation_.basket.lines;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      LineOutcome& line = evaluation_.lines[i];
      LineEarning& earning = line.earnings.emplace_back(count(rule, lines[i], line.discount));
      earning.rule = evaluation_.rules.size();
      counted.money.minor += earning.counted.minor;
      counted.quantity += earning.counted_quantity;
    }
    return counted;
  }

  // Counts the lines and says what the rule gives, before it is compared with others of its group.
  Result<void> apply(const EarnRule& rule) {
    const Counted counted = count_lines(rule);
    const GiftScope scope = scope_of(rule, counted);
    Gift gift;
    if (counted.money.minor > 0) {
      gift.not_applied = why_not_met(rule.when, situation_, evaluation_.tier);
    }
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
    if (gift.is_applied) outcome.carried = scope.carried;
    outcome.lot =
        earned_lot(unit(rule.unit), situation_.business_date, gift.quantity, rule.pending_days);
    evaluation_.rules.push_back(std::move(outcome));
    left_.push_back(gift.is_applied && !rule.carry.empty() ? std::optional(gift.left)
                                                           : std::nullopt);
    return {};
  }

  // Of each unit, only the rule of the group that gives most does; the earlier among equals.
  void keep_best(const Group& group) {
    std::map<std::string, std::size_t> best;
    const auto in_group = [&](std::size_t i) { return programme_.earn[i].group == group.id; };
    for (std::size_t i = 0; i < programme_.earn.size(); ++i) {
      if (!in_group(i) || evaluation_.rules[i].lot.amount == 0) continue;
      const auto [place, is_first] = best.emplace(evaluation_.rules[i].unit, i);
      const Quantity most = evaluation_.rules[place->second].lot.amount;
      if (!is_first && evaluation_.rules[i].lot.amount > most) place->second = i;
    }
    for (std::size_t i = 0; i < programme_.earn.size(); ++i) {
      RuleOutcome& outcome = evaluation_.rules[i];
      if (!in_group(i) || !best.contains(outcome.unit) || best[outcome.unit] == i) continue;
      left_[i].reset();
      outcome.carried = 0;
      if (outcome.lot.amount == 0) continue;
      const RuleOutcome& winner = evaluation_.rules[best[outcome.unit]];
      outcome.not_applied = "best of " + group.id + ": " + winner.rule + " gives " +
                            std::to_string(winner.lot.amount) + ", this one " +
                            std::to_string(outcome.lot.amount);
      outcome.clamped.clear();
      outcome.lot.amount = 0;
    }
  }

  void share_over_lines(std::size_t rule) {
    const RuleOutcome& outcome = evaluation_.rules[rule];
    if (outcome.lot.amount == 0) return;
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

  // What the rule gave, once more in the unit that its cap counts in, borne by the same lines.
  void count_against_cap(std::size_t place) {
    const std::optional<Cap>& cap = programme_.earn[place].cap;
    const Quantity given = evaluation_.rules[place].lot.amount;
    if (!cap || given == 0) return;
    RuleOutcome outcome{programme_.earn[place].id, cap->unit, Money{}, 1, Money{1}, Lot{}, {}};
    outcome.credit = Credit::cap;
    outcome.lot = counted_lot(*cap, situation_.business_date, given);
    for (LineOutcome& line : evaluation_.lines) {
      const Quantity part = line.earnings[place].quantity;
      if (part > 0) line.earnings.push_back({evaluation_.rules.size(), Money{}, part, {}});
    }
    evaluation_.rules.push_back(std::move(outcome));
  }

  // What earlier sales had left goes into this one, what this one leaves is kept for the next.
  void carry(std::size_t place) {
    if (!left_[place]) return;
    const EarnRule& rule = programme_.earn[place];
    if (const Quantity before = evaluation_.rules[place].carried; before > 0) {
      RewardOutcome spending{rule.id, rule.carry, before, Money{}, {}, {}};
      spending.spent = spend(remaining_, rule.carry, situation_.business_date, before);
      spending.of_whole_sale = true;
      spending.spending = Spending::carried;
      evaluation_.rewards.push_back(std::move(spending));
    }
    if (*left_[place] == 0) return;
    RuleOutcome outcome{rule.id, rule.carry, Money{}, 1, Money{1}, Lot{}, {}};
    outcome.credit = Credit::carried;
    outcome.lot = earned_lot(unit(rule.carry), situation_.business_date, *left_[place]);
    outcome.of_whole_sale = true;
    evaluation_.rules.push_back(std::move(outcome));
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
  std::vector<std::optional<std::int64_t>> left_;  // per rule, where it carries
  std::vector<std::int64_t> weights_;
};

// Every rule is listed, none gives anything.
void earn_nothing(const Programme& programme, Evaluation& evaluation) {
  constexpr const char* kWhy = "the member does not collect";
  for (const EarnRule& rule : programme.earn) {
    for (LineOutcome& line : evaluation.lines) {
      line.earnings.push_back({evaluation.rules.size(), Money{}, 0, kWhy});
    }
    RuleOutcome outcome{rule.id, rule.unit, Money{}, rule.quantity, rule.per, Lot{}, kWhy};
    outcome.rate = rule.rate;
    outcome.list_amounts = rule.list_amounts;
    outcome.without_tax = rule.without_tax;
    evaluation.rules.push_back(std::move(outcome));
  }
}

}  // namespace

Result<void> earn(const Programme& programme, const Situation& situation, Remaining& remaining,
                  Evaluation& evaluation) {
  if (!situation.circumstances.may_earn) {
    earn_nothing(programme, evaluation);
    return {};
  }
  return Earning(programme, situation, remaining, evaluation).run();
}

}  // namespace loyald::programme

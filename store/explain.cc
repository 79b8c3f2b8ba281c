// SPDX-License-Identifier: Apache-2.0
#include "store/explain.h"

#include <cstdlib>

#include "store/base/time.h"
#include "store/fold.h"

namespace loyald {
namespace {

std::string number(std::int64_t value) { return std::to_string(value); }

std::string day(std::int32_t days) { return Date{days} >= kNever ? "never" : format(Date{days}); }

class Explanation {
 public:
  explicit Explanation(const programme::Programme* programme) : programme_(programme) {}

  void sale(const v1::Sale& sale) {
    say("Decided by programme version " + number(sale.programme_version()) + ".");
    for (int i = 0; i < sale.rewards_size(); ++i) reward(sale, i);
    for (int i = 0; i < sale.rules_size(); ++i) rule(sale, i);
  }

  void reversal(const LotChanges& changes, const DebtChanges& debts, std::int64_t refund) {
    say("To hand back: " + money(refund) + ", what was paid for it.");
    for (const v1::LotChange& change : changes) lot_change(change);
    for (const v1::DebtChange& debt : debts) {
      say(number(debt.amount()) + " " + unit(debt.unit()) +
          " had been spent already and are owed.");
    }
  }

  void sale_return(const v1::SaleReturn& made) {
    for (const v1::ReturnedLine& line : made.lines()) {
      say("Line " + number(line.line()) + ": " +
          number(line.quantity_after() - line.quantity_before()) + " came back, " +
          number(line.quantity_after()) + " in all; " + money(line.refund()) + " to hand back.");
      for (const auto& taken : line.taken_back()) {
        say("  It had earned " + number(taken.quantity()) + " " + unit(taken.unit()) +
            " for this quantity, which are taken back.");
      }
      for (const auto& given : line.given_back()) {
        say("  " + number(given.quantity()) + " " + unit(given.unit()) +
            " had been spent on this quantity and are given back.");
      }
    }
    reversal(made.changes(), made.debts(), made.refund());
  }

  void adjust(const v1::Adjust& made) {
    say("By hand: " + number(made.quantity()) + " " + unit(made.unit()) +
        ". Reason: " + made.reason());
    for (const v1::LotChange& change : made.changes()) lot_change(change);
  }

  void say(std::string line) { lines_.push_back(std::move(line)); }
  std::vector<std::string> lines() && { return std::move(lines_); }

 private:
  std::string unit(const std::string& id) const {
    const programme::Unit* known = programme_ == nullptr ? nullptr : programme_->find_unit(id);
    return known == nullptr ? id : known->name;
  }
  std::string money(std::int64_t minor) const {
    return format_money(minor, programme_ == nullptr ? "" : programme_->currency);
  }

  void lot_change(const v1::LotChange& change) {
    say("  " + std::string(change.amount() < 0 ? "" : "+") + number(change.amount()) + " " +
        unit(change.unit()) + ", spendable from " + day(change.available_from()) + ", expires " +
        day(change.expires_on()) + ".");
  }

  void reward(const v1::Sale& sale, int place) {
    const v1::RewardOutcome& reward = sale.rewards(place);
    say("Reward \"" + reward.reward() + "\": " + number(reward.cost()) + " " + unit(reward.unit()) +
        " for " + money(reward.value()) + "." +
        (reward.clamped().empty() ? "" : " Less than asked: " + reward.clamped() + "."));
    for (const v1::LotChange& spent : reward.spent()) {
      say("  " + number(spent.amount()) + " of them from the lot that expires " +
          day(spent.expires_on()) + ".");
    }
    for (int i = 0; i < sale.outcomes_size(); ++i) {
      for (const v1::LineReward& line : sale.outcomes(i).rewards()) {
        if (line.reward() != static_cast<std::uint32_t>(place)) continue;
        say("  Line " + number(i + 1) + " bears " + money(line.value()) + " of it, for " +
            number(line.cost()) + " " + unit(reward.unit()) + ".");
      }
    }
  }

  void rule(const v1::Sale& sale, int place) {
    const v1::RuleOutcome& rule = sale.rules(place);
    std::string line = "Rule \"" + rule.rule() + "\": " + number(rule.rate_quantity()) + " " +
                       unit(rule.unit()) + " for every " + money(rule.rate_per()) + "; " +
                       money(rule.counted()) + " counted";
    if (!rule.not_applied().empty()) {
      line += "; gives nothing: " + rule.not_applied() + ".";
    } else {
      line += "; " + number(rule.counted()) + " x " + number(rule.rate_quantity()) + " / " +
              number(rule.rate_per()) + ", rounded down: " + number(rule.quantity()) + ".";
    }
    say(std::move(line));
    if (rule.quantity() > 0) {
      say("  Spendable from " + day(rule.available_from()) + ", expires " + day(rule.expires_on()) +
          ".");
    }
    for (int i = 0; i < sale.outcomes_size(); ++i) {
      for (const v1::LineEarning& earning : sale.outcomes(i).earnings()) {
        if (earning.rule() != static_cast<std::uint32_t>(place)) continue;
        say("  Line " + number(i + 1) + " (" + sale.lines(i).sku() + "): " +
            (earning.not_counted().empty()
                 ? money(earning.counted()) + " counted, " + number(earning.quantity()) + " earned."
                 : "not counted, " + earning.not_counted() + "."));
      }
    }
  }

  const programme::Programme* programme_;
  std::vector<std::string> lines_;
};

}  // namespace

std::string format_money(std::int64_t minor, const std::string& currency) {
  const std::int64_t cents = std::abs(minor % 100);
  return std::string(minor < 0 ? "-" : "") + number(std::abs(minor / 100)) +
         (cents < 10 ? ".0" : ".") + number(cents) + (currency.empty() ? "" : " " + currency);
}

std::vector<std::string> explain(const v1::JournalEntry& entry,
                                 const programme::Programme* programme) {
  Explanation text(programme);
  text.say(std::string(kind_of(entry)) + " \"" + entry.op_id() + "\" at register \"" +
           entry.register_id() + "\"" +
           (entry.cashier_id().empty() ? "" : ", cashier \"" + entry.cashier_id() + "\"") +
           ", business date " + format(Date{entry.business_date()}) + ".");
  if (entry.has_sale()) text.sale(entry.sale());
  if (entry.has_sale_return()) text.sale_return(entry.sale_return());
  if (entry.has_sale_void()) {
    const v1::SaleVoid& made = entry.sale_void();
    text.say("The whole sale is undone.");
    text.reversal(made.changes(), made.debts(), made.refund());
  }
  if (entry.has_adjust()) text.adjust(entry.adjust());
  return std::move(text).lines();
}

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#include "store/explain_sale.h"

#include "store/reason_wire.h"

namespace loyald {
namespace {

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

template <class Words>
std::string joined(const Words& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

class SaleExplanation {
 public:
  SaleExplanation(const v1::Sale& sale, const ExplainWords& words, std::vector<std::string>& lines)
      : sale_(sale), words_(words), lines_(lines) {}

  void run() {
    say("Decided by programme version " + number_text(sale_.programme_version()) + ".");
    known();
    for (int i = 0; i < sale_.rewards_size(); ++i) reward(i);
    for (int i = 0; i < sale_.rules_size(); ++i) {
      if (sale_.rules(i).credit() == v1::CREDIT_EARNED) {
        rule(i);
      } else {
        other_credit(i);
      }
    }
  }

 private:
  void say(std::string line) { lines_.push_back(std::move(line)); }
  std::string units(std::int64_t quantity, const std::string& unit) const {
    return number_text(quantity) + " " + words_.unit(unit);
  }

  std::string why(const v1::Reason& reason) const { return words_.reason(reason_from(reason)); }

  void known() {
    const v1::SaleInputs& inputs = sale_.inputs();
    if (!inputs.tier().empty()) say("Tier before the sale: " + inputs.tier() + ".");
    if (!inputs.tags().empty()) say("Segments: " + joined(inputs.tags()) + ".");
    if (inputs.may_not_earn()) say("By their status the member does not collect.");
    if (inputs.has_member_since()) say("Member since " + day_text(inputs.member_since()) + ".");
    if (sale_.has_sold_at()) {
      const int minute = sale_.sold_at() % 60;
      say("Sold at " + number_text(sale_.sold_at() / 60) + (minute < 10 ? ":0" : ":") +
          number_text(minute) + ".");
    }
    if (!sale_.channel().empty()) say("Channel: " + sale_.channel() + ".");
    if (!sale_.payments().empty()) say("Paid by " + joined(sale_.payments()) + ".");
    for (const v1::BirthdayAnswer& answer : inputs.birthday()) {
      say(std::string("The day is ") + (answer.is_within() ? "" : "not ") + "within " +
          number_text(answer.days_before()) + " days before and " +
          number_text(answer.days_after()) + " days after the birthday.");
    }
  }

  void reward(int place) {
    const v1::RewardOutcome& reward = sale_.rewards(place);
    if (reward.spending() == v1::SPENDING_CARRIED) {
      say("Rule " + quoted(reward.reward()) + ": " + number_text(reward.cost()) +
          " steps that rounding had left at earlier sales go into this one.");
      return;
    }
    if (!reward.message().empty()) {
      say("Message " + quoted(reward.reward()) + ": " + reward.message());
      return;
    }
    say("Reward " + quoted(reward.reward()) + ": " + units(reward.cost(), reward.unit()) + " for " +
        (reward.of_whole_sale() ? "a voucher" : words_.money(reward.value())) +
        (reward.spending() == v1::SPENDING_AUTOMATIC ? ", given by itself." : ".") +
        (reward.has_clamped() ? " Less than asked: " + why(reward.clamped()) + "." : ""));
    for (const v1::LotChange& spent : reward.spent()) {
      say("  " + number_text(spent.amount()) + " of them from the lot that expires " +
          day_text(spent.expires_on()) + ".");
    }
    for (int i = 0; i < sale_.outcomes_size(); ++i) {
      for (const v1::LineReward& line : sale_.outcomes(i).rewards()) {
        if (line.reward() != static_cast<std::uint32_t>(place)) continue;
        say("  Line " + number_text(i + 1) + " bears " + words_.money(line.value()) +
            " of it, for " + units(line.cost(), reward.unit()) + ".");
      }
    }
  }

  // "10.99 EUR", "3 items"
  std::string counted(const v1::RuleOutcome& rule, std::int64_t money, std::int64_t items) const {
    if (rule.rate() == v1::RATE_PER_ITEM) return number_text(items) + " items";
    return words_.money(money);
  }

  std::string rate(const v1::RuleOutcome& rule) const {
    const std::string given = units(rule.rate_quantity(), rule.unit());
    std::string text = given + " for the visit";
    if (rule.rate() != v1::RATE_PER_VISIT) {
      text = given + " for every " + counted(rule, rule.rate_per(), rule.rate_per());
    }
    if (rule.list_amounts()) text += ", by list prices";
    if (rule.without_tax()) text += ", without tax";
    return text;
  }

  std::string result(const v1::RuleOutcome& rule) const {
    if (rule.rate() == v1::RATE_PER_VISIT) return ": " + number_text(rule.quantity());
    const std::int64_t steps =
        rule.rate() == v1::RATE_PER_ITEM ? rule.counted_quantity() : rule.counted();
    std::string product = number_text(steps) + " x " + number_text(rule.rate_quantity());
    if (rule.carried() > 0) product = "(" + product + " + " + number_text(rule.carried()) + ")";
    return "; " + product + " / " + number_text(rule.rate_per()) +
           ", rounded down: " + number_text(rule.quantity());
  }

  void rule(int place) {
    const v1::RuleOutcome& rule = sale_.rules(place);
    std::string line = "Rule " + quoted(rule.rule()) + ": " + rate(rule) + "; " +
                       counted(rule, rule.counted(), rule.counted_quantity()) + " counted";
    line += rule.has_not_applied() ? "; gives nothing: " + why(rule.not_applied()) + "."
                                   : result(rule) + ".";
    if (rule.has_clamped()) line += " Less than its rate: " + why(rule.clamped()) + ".";
    say(std::move(line));
    if (rule.quantity() > 0) lot(rule);
    for (int i = 0; i < sale_.outcomes_size(); ++i) {
      for (const v1::LineEarning& earning : sale_.outcomes(i).earnings()) {
        if (earning.rule() == static_cast<std::uint32_t>(place)) rule_line(rule, i, earning);
      }
    }
  }

  void rule_line(const v1::RuleOutcome& rule, int line, const v1::LineEarning& earning) {
    say("  Line " + number_text(line + 1) + " (" + sale_.lines(line).sku() + "): " +
        (earning.not_counted() == v1::REASON_NONE
             ? counted(rule, earning.counted(), earning.counted_quantity()) + " counted, " +
                   number_text(earning.quantity()) + " earned."
             : "not counted, " + words_.reason(reason_from(earning, sale_.lines(line))) + "."));
  }

  void lot(const v1::RuleOutcome& rule) {
    say("  Spendable from " + day_text(rule.available_from()) + ", expires " +
        day_text(rule.expires_on()) + ".");
  }

  void other_credit(int place) {
    const v1::RuleOutcome& credit = sale_.rules(place);
    switch (credit.credit()) {
      case v1::CREDIT_MULTIPLIED:
        multiplied(place);
        return;
      case v1::CREDIT_CAP:
        say("Rule " + quoted(credit.rule()) + ": " + number_text(credit.quantity()) +
            " counted against its cap until " + day_text(credit.expires_on()) + ".");
        return;
      case v1::CREDIT_CARRIED:
        say("Rule " + quoted(credit.rule()) + ": rounding left " + number_text(credit.quantity()) +
            " steps, kept for the next sale.");
        return;
      default:
        say("Reward " + quoted(credit.rule()) + " gives " +
            units(credit.quantity(), credit.unit()) + ".");
        lot(credit);
    }
  }

  void multiplied(int place) {
    const v1::RuleOutcome& credit = sale_.rules(place);
    const std::string what = "Multiplier " + quoted(credit.rule()) + ": ";
    if (credit.has_not_applied()) {
      say(what + "adds nothing: " + why(credit.not_applied()) + ".");
      return;
    }
    say(what + units(credit.counted(), credit.unit()) + " x " +
        number_text(credit.rate_quantity()) + " / " + number_text(credit.rate_per()) +
        ", rounded down, adds " + number_text(credit.quantity()) + ".");
    for (int i = 0; i < sale_.outcomes_size(); ++i) {
      for (const v1::LineEarning& earning : sale_.outcomes(i).earnings()) {
        if (earning.rule() != static_cast<std::uint32_t>(place)) continue;
        say("  Line " + number_text(i + 1) + ": " + number_text(earning.quantity()) + " of them.");
      }
    }
  }

  const v1::Sale& sale_;
  const ExplainWords& words_;
  std::vector<std::string>& lines_;
};

}  // namespace

void explain_sale(const v1::Sale& sale, const ExplainWords& words,
                  std::vector<std::string>& lines) {
  SaleExplanation(sale, words, lines).run();
}

}  // namespace loyald

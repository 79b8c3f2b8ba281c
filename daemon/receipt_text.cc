// SPDX-License-Identifier: Apache-2.0
#include "daemon/receipt_text.h"

#include <cstdlib>

#include "store/base/time.h"

namespace loyald::daemon {
namespace {

class Slip {
 public:
  Slip(const v1::Receipt& receipt, const Names& names, const ExplainWords& words)
      : receipt_(receipt), names_(names), words_(words) {}

  void sale(const v1::Sale& sale) {
    say({"Total {0}", "Summe {0}"}, {words_.money(receipt_.total())});
    for (const v1::AppliedReward& reward : receipt_.rewards()) lines_.push_back(used(reward));
    if (receipt_.discount() != 0) {
      say({"Paid {0}", "Bezahlt {0}"}, {words_.money(receipt_.paid())});
    }
    collected(sale.rules());
  }

  void collected(const google::protobuf::RepeatedPtrField<v1::RuleOutcome>& rules) {
    for (const v1::RuleOutcome& rule : rules) {
      if (!is_news(rule, names_)) continue;
      std::string line = words_.say({"Collected {0}", "Gesammelt {0}"},
                                    {words_.units(rule.quantity(), rule.unit())});
      if (format(Date{rule.available_from()}) != receipt_.business_date()) {
        line += words_.say({", from {0}", ", ab {0}"}, {words_.day(rule.available_from())});
      }
      lines_.push_back(line + valid_until(Date{rule.expires_on()}));
    }
  }

  void came_back(const v1::SaleReturn& made) {
    say({"Return for {0}", "Rückgabe zu {0}"}, {made.sale().checkout_id()});
    reversal();
  }
  void undone(const v1::SaleVoid& made) {
    say({"Void of {0}", "Storno von {0}"}, {made.sale().checkout_id()});
    reversal();
  }

  void adjusted(const v1::Adjust& made) {
    const std::string units = words_.units(std::abs(made.quantity()), made.unit());
    if (made.quantity() > 0) {
      say({"Added {0}: {1}", "Gutgeschrieben {0}: {1}"}, {units, made.reason()});
    } else {
      say({"Taken {0}: {1}", "Abgezogen {0}: {1}"}, {units, made.reason()});
    }
  }

  std::vector<std::string> end() && {
    for (const v1::Movement& movement : receipt_.movements()) {
      if (movement.debt() >= 0) continue;
      say({"{0} that you owed are settled with yours",
           "{0}, die Sie schuldeten, sind mit Ihren beglichen"},
          {words_.units(-movement.debt(), movement.unit())});
    }
    for (const v1::Spendable& balance : receipt_.balances()) stands_at(balance);
    return std::move(lines_);
  }

 private:
  void say(const Sentence& sentence, std::initializer_list<std::string_view> things = {}) {
    lines_.push_back(words_.say(sentence, things));
  }

  void stands_at(const v1::Spendable& balance) {
    const std::string units = words_.units(balance.quantity(), balance.unit());
    const auto soon = parse_date(balance.expiring().expires_on());
    if (!soon) return say({"You have {0}", "Ihr Stand: {0}"}, {units});
    say({"You have {0}, {1} of them until {2}", "Ihr Stand: {0}, davon {1} bis {2}"},
        {units, number_text(balance.expiring().quantity()),
         words_.day((*soon + std::chrono::days(-1)).days)});
  }

  // A lot may be spent before its expiry date, so the last day is the one before.
  std::string valid_until(Date expires_on) const {
    if (expires_on >= kNever) return "";
    return words_.say({", valid until {0}", ", gültig bis {0}"},
                      {words_.day((expires_on + std::chrono::days(-1)).days)});
  }

  // "5 EUR off -5.00 EUR for 500 Points", "Coffee for 10 Stamps", or what a message says.
  std::string used(const v1::AppliedReward& reward) const {
    if (!reward.message().empty()) return reward.message();
    std::string line = words_.reward(reward.reward());
    if (reward.ticket() > 0) {
      const std::string ticket = number_text(reward.ticket());
      return line +
             (reward.won()
                  ? words_.say({": ticket {0} wins", ": Los {0} gewinnt"}, {ticket})
                  : words_.say({": ticket {0} does not win", ": Los {0} gewinnt nicht"}, {ticket}));
    }
    if (reward.value() > 0) line += " -" + words_.money(reward.value());
    if (reward.cost() > 0) {
      line += words_.say({" for {0}", " für {0}"}, {words_.units(reward.cost(), reward.unit())});
    }
    return line;
  }

  void reversal() {
    say({"Refund {0}", "Erstattung {0}"}, {words_.money(receipt_.refund())});
    for (const v1::Movement& movement : receipt_.movements()) moved(movement);
    for (const v1::Untook& untaken : receipt_.untaken()) {
      const std::string units = words_.units(untaken.quantity(), untaken.unit());
      if (untaken.charged() > 0) {
        say({"{0} had been spent already; {1} are deducted from the refund for them",
             "{0} waren schon eingelöst; dafür werden {1} von der Erstattung abgezogen"},
            {units, words_.money(untaken.charged())});
      } else {
        say({"{0} could not be taken back", "{0} konnten nicht zurückgenommen werden"}, {units});
      }
    }
  }

  void moved(const v1::Movement& movement) {
    if (movement.debt() < 0) return;  // settled
    const std::string units = words_.units(std::abs(movement.quantity()), movement.unit());
    if (movement.quantity() > 0) {
      say({"Given back {0}", "Zurückgegeben {0}"}, {units});
    } else if (movement.quantity() < 0) {
      say({"Taken back {0}", "Zurückgenommen {0}"}, {units});
    }
    if (movement.debt() == 0) return;
    say({"{0} had been spent already; they are taken from the next ones",
         "{0} waren schon eingelöst; sie gehen von den nächsten ab"},
        {words_.units(movement.debt(), movement.unit())});
  }

  const v1::Receipt& receipt_;
  const Names& names_;
  const ExplainWords& words_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> receipt_text(const v1::Receipt& receipt, const v1::JournalEntry& entry,
                                      const Names& names, const ExplainWords& words) {
  Slip slip(receipt, names, words);
  if (entry.has_sale()) slip.sale(entry.sale());
  if (entry.has_sale_return()) slip.came_back(entry.sale_return());
  if (entry.has_sale_void()) slip.undone(entry.sale_void());
  if (entry.has_enrol()) slip.collected(entry.enrol().outcome().rules());
  if (entry.has_event()) slip.collected(entry.event().outcome().rules());
  if (entry.has_adjust()) slip.adjusted(entry.adjust());
  return std::move(slip).end();
}

}  // namespace loyald::daemon

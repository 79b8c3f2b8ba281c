// SPDX-License-Identifier: Apache-2.0
#include "store/explain_return.h"

#include "store/wallets.h"

namespace loyald {
namespace {

class ReturnExplanation {
 public:
  ReturnExplanation(const ExplainWords& words, std::vector<std::string>& lines)
      : words_(words), lines_(lines) {}

  void returned(const v1::ReturnedLine& line) {
    say("Line " + number_text(line.line()) + ": " +
        number_text(line.quantity_after() - line.quantity_before()) + " came back, " +
        number_text(line.quantity_after()) + " in all; " + words_.money(line.refund()) +
        " to hand back.");
    for (const v1::UnitBalance& taken : line.taken_back()) {
      say("  It had earned " + units(taken.quantity(), taken.unit()) +
          " for this quantity, which are to be taken back.");
    }
    for (const v1::UnitBalance& given : line.given_back()) {
      say("  " + units(given.quantity(), given.unit()) +
          " had been spent on this quantity and are given back.");
    }
  }

  template <class Made>
  void reversal(const v1::JournalEntry& entry, const Made& made) {
    say("To hand back: " + words_.money(made.refund()) + ", what was paid for it" +
        (made.charged() > 0 ? " less " + words_.money(made.charged()) + " that are deducted."
                            : "."));
    changes(made.changes(), made.debts());
    for (const v1::Untaken& untaken : made.untaken()) not_taken(untaken);
    if (entry.others().empty()) return;
    say("In the wallets of others, the store's own or of whoever referred the member:");
    for (const v1::OwnedChanges& other : entry.others()) changes(other.changes(), other.debts());
  }

 private:
  void say(std::string line) { lines_.push_back(std::move(line)); }

  std::string units(std::int64_t quantity, const std::string& unit) const {
    return number_text(quantity) + " " + words_.unit(unit);
  }

  void changes(const LotChanges& lots, const DebtChanges& debts) {
    for (const v1::LotChange& change : lots) say(words_.lot(change));
    for (const v1::DebtChange& debt : debts) {
      say(units(debt.amount(), debt.unit()) + " had been spent already and are owed.");
    }
  }

  void not_taken(const v1::Untaken& untaken) {
    const std::string what = units(untaken.quantity(), untaken.unit());
    if (untaken.charged() > 0) {
      return say(what + " had been spent already; " + words_.money(untaken.charged()) +
                 " are deducted for them (return_policy " + untaken.policy() + ").");
    }
    say(what + " should have been taken back and were left (return_policy " + untaken.policy() +
        ").");
  }

  const ExplainWords& words_;
  std::vector<std::string>& lines_;
};

}  // namespace

void explain_return(const v1::JournalEntry& entry, const ExplainWords& words,
                    std::vector<std::string>& lines) {
  ReturnExplanation text(words, lines);
  if (entry.has_sale_return()) {
    for (const v1::ReturnedLine& line : entry.sale_return().lines()) text.returned(line);
    text.reversal(entry, entry.sale_return());
  }
  if (entry.has_sale_void()) {
    lines.emplace_back("The whole sale is undone.");
    text.reversal(entry, entry.sale_void());
  }
}

void explain_settlement(const v1::JournalEntry& entry, const ExplainWords& words,
                        std::vector<std::string>& lines) {
  for (const v1::DebtChange& debt : entry.settled().debts()) {
    lines.push_back(number_text(-debt.amount()) + " " + words.unit(debt.unit()) +
                    " that were owed are settled, from the lots that expire soonest:");
    for (const v1::LotChange& change : entry.settled().changes()) {
      if (change.unit() == debt.unit()) lines.push_back(words.lot(change));
    }
  }
}

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#include "store/explain_return.h"

#include "store/wallets.h"

namespace loyald {
namespace {

class ReturnText {
 public:
  ReturnText(const ExplainWords& words, std::vector<std::string>& lines)
      : words_(words), lines_(lines) {}

  void sold_elsewhere(const v1::ForeignSale& sale) {
    say({"The sale is entry {0} of store {1}, by the receipt's signed code.",
         "Der Einkauf ist Eintrag {0} von Filiale {1}, laut signiertem Code des Bons."},
        {number_text(static_cast<std::int64_t>(sale.seq())),
         number_text(static_cast<std::int64_t>(sale.store_id()))});
  }

  void returned(const v1::ReturnedLine& line) {
    say({"Line {0}: {1} came back, {2} in all; {3} to hand back.",
         "Zeile {0}: {1} kamen zurück, {2} insgesamt; {3} zurückzugeben."},
        {number_text(line.line()), number_text(line.quantity_after() - line.quantity_before()),
         number_text(line.quantity_after()), words_.money(line.refund())});
    for (const v1::UnitBalance& taken : line.taken_back()) {
      say({"  It had earned {0} for this quantity, which are to be taken back.",
           "  Dafür waren {0} gesammelt worden, die zurückzunehmen sind."},
          {words_.units(taken.quantity(), taken.unit())});
    }
    for (const v1::UnitBalance& given : line.given_back()) {
      say({"  {0} had been spent on this quantity and are given back.",
           "  {0} waren dafür eingelöst worden und werden zurückgegeben."},
          {words_.units(given.quantity(), given.unit())});
    }
  }

  template <class Made>
  void reversal(const v1::JournalEntry& entry, const Made& made) {
    if (made.charged() > 0) {
      say({"To hand back: {0}, what was paid for it less {1} that are deducted.",
           "Zurückzugeben: {0}, was dafür bezahlt wurde, abzüglich {1}."},
          {words_.money(made.refund()), words_.money(made.charged())});
    } else {
      say({"To hand back: {0}, what was paid for it.",
           "Zurückzugeben: {0}, was dafür bezahlt wurde."},
          {words_.money(made.refund())});
    }
    changes(made.changes(), made.debts());
    for (const v1::Untaken& untaken : made.untaken()) not_taken(untaken);
    if (entry.others().empty()) return;
    say({"In the wallets of others, the store's own or of whoever referred the member:",
         "In den Konten anderer, der Filiale oder der werbenden Person:"});
    for (const v1::OwnedChanges& other : entry.others()) changes(other.changes(), other.debts());
  }

  void all_undone() {
    say({"The whole sale is undone.", "Der ganze Einkauf ist rückgängig gemacht."});
  }

  void settled(const v1::DebtChange& debt, const LotChanges& lots) {
    say({"{0} that were owed are settled, from the lots that expire soonest:",
         "{0}, die geschuldet waren, sind beglichen, aus den Posten, die zuerst verfallen:"},
        {words_.units(-debt.amount(), debt.unit())});
    for (const v1::LotChange& change : lots) {
      if (change.unit() == debt.unit()) lines_.push_back(words_.lot(change));
    }
  }

 private:
  void say(const Sentence& sentence, std::initializer_list<std::string_view> things = {}) {
    lines_.push_back(words_.say(sentence, things));
  }

  void changes(const LotChanges& lots, const DebtChanges& debts) {
    for (const v1::LotChange& change : lots) lines_.push_back(words_.lot(change));
    for (const v1::DebtChange& debt : debts) {
      say({"{0} had been spent already and are owed.",
           "{0} waren schon eingelöst und werden geschuldet."},
          {words_.units(debt.amount(), debt.unit())});
    }
  }

  void not_taken(const v1::Untaken& untaken) {
    const std::string what = words_.units(untaken.quantity(), untaken.unit());
    if (untaken.charged() > 0) {
      return say({"{0} had been spent already; {1} are deducted for them (return_policy {2}).",
                  "{0} waren schon eingelöst; {1} werden dafür abgezogen (return_policy {2})."},
                 {what, words_.money(untaken.charged()), untaken.policy()});
    }
    say({"{0} should have been taken back and were left (return_policy {1}).",
         "{0} wären zurückzunehmen und wurden belassen (return_policy {1})."},
        {what, untaken.policy()});
  }

  const ExplainWords& words_;
  std::vector<std::string>& lines_;
};

}  // namespace

void explain_return(const v1::JournalEntry& entry, const ExplainWords& words,
                    std::vector<std::string>& lines) {
  ReturnText text(words, lines);
  if (entry.has_sale_return()) {
    if (entry.sale_return().has_foreign()) text.sold_elsewhere(entry.sale_return().foreign());
    for (const v1::ReturnedLine& line : entry.sale_return().lines()) text.returned(line);
    text.reversal(entry, entry.sale_return());
  }
  if (entry.has_sale_void()) {
    text.all_undone();
    text.reversal(entry, entry.sale_void());
  }
}

void explain_settlement(const v1::JournalEntry& entry, const ExplainWords& words,
                        std::vector<std::string>& lines) {
  ReturnText text(words, lines);
  for (const v1::DebtChange& debt : entry.settled().debts()) {
    text.settled(debt, entry.settled().changes());
  }
}

}  // namespace loyald

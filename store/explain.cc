// SPDX-License-Identifier: Apache-2.0
#include "store/explain.h"

#include "store/base/time.h"
#include "store/explain_member.h"
#include "store/explain_return.h"
#include "store/explain_sale.h"
#include "store/fold.h"

namespace loyald {
namespace {

// What kinds of entries are called; kind_of() has the names that programs read.
std::string kind_text(const v1::JournalEntry& entry, const ExplainWords& words) {
  switch (entry.kind_case()) {
    case v1::JournalEntry::kSale:
      return words.say({"sale", "Einkauf"});
    case v1::JournalEntry::kSaleReturn:
      return words.say({"return", "Rückgabe"});
    case v1::JournalEntry::kSaleVoid:
      return words.say({"void", "Storno"});
    case v1::JournalEntry::kAdjust:
      return words.say({"adjust", "Korrektur"});
    case v1::JournalEntry::kEnrol:
      return words.say({"enrol", "Anmeldung"});
    case v1::JournalEntry::kLinkCard:
      return words.say({"link_card", "Karte zugeordnet"});
    case v1::JournalEntry::kUnlinkCard:
      return words.say({"unlink_card", "Karte abgemeldet"});
    case v1::JournalEntry::kHold:
      return words.say({"hold", "Vormerkung"});
    case v1::JournalEntry::kRelease:
      return words.say({"release", "Freigabe"});
    case v1::JournalEntry::kConsent:
      return words.say({"consent", "Einwilligung"});
    case v1::JournalEntry::kMemberStatus:
      return words.say({"member_status", "Mitgliedsstatus"});
    case v1::JournalEntry::kJoinHousehold:
      return words.say({"join_household", "Haushalt"});
    case v1::JournalEntry::kEvent:
      return words.say({"event", "Ereignis"});
    case v1::JournalEntry::kStock:
      return words.say({"stock", "Bestand"});
    case v1::JournalEntry::kMerge:
      return entry.merge().is_undone() ? words.say({"unmerge", "Trennung"})
                                       : words.say({"merge", "Zusammenführung"});
    case v1::JournalEntry::kSettle:
      return words.say({"settle", "Schuldenausgleich"});
    case v1::JournalEntry::kTransfer:
      return words.say({"transfer", "Umbuchung"});
    case v1::JournalEntry::kSeal:
      return words.say({"seal", "Rückgabe von Rechten"});
    case v1::JournalEntry::kGrantAccept:
      return words.say({"grant_accept", "Annahme von Rechten"});
    case v1::JournalEntry::kRightsRelease:
      return words.say({"rights_release", "Freigabe von Rechten"});
    case v1::JournalEntry::kClose:
      return words.say({"close", "Schließung"});
    default:
      return std::string(kind_of(entry));
  }
}

class Explanation {
 public:
  Explanation(const v1::JournalEntry& entry, const ExplainWords& words)
      : entry_(entry), words_(words) {}

  std::vector<std::string> run() && {
    say({"{0} \"{1}\" at register \"{2}\"{3}, business date {4}.",
         "{0} „{1}“ an Kasse „{2}“{3}, Geschäftstag {4}."},
        {kind_text(entry_, words_), entry_.op_id(), entry_.register_id(), cashier(),
         words_.day(entry_.business_date())});
    explain_member(entry_, words_, lines_);
    explain_sale(entry_, words_, lines_);
    explain_return(entry_, words_, lines_);
    if (entry_.has_adjust()) adjust(entry_.adjust());
    if (entry_.has_hold()) hold(entry_.hold());
    if (entry_.has_release()) release(entry_.release());
    if (entry_.has_stock()) stock(entry_.stock());
    if (entry_.has_close()) {
      say({"The store is given up for good. Reason: {0}",
           "Die Filiale ist endgültig geschlossen. Grund: {0}"},
          {entry_.close().reason()});
    }
    for (const v1::UnitBalance& risked : entry_.risked()) {
      say({"{0} of it are beyond what the store held: the floor limit's risk.",
           "{0} davon gehen über das hinaus, was die Filiale hielt: das Risiko der Freigrenze."},
          {words_.units(risked.quantity(), risked.unit())});
    }
    explain_settlement(entry_, words_, lines_);
    if (!entry_.approved_by().empty()) {
      say({"Approved by \"{0}\".", "Freigegeben von „{0}“."}, {entry_.approved_by()});
    }
    return std::move(lines_);
  }

 private:
  void say(const Sentence& sentence, std::initializer_list<std::string_view> things = {}) {
    lines_.push_back(words_.say(sentence, things));
  }

  std::string cashier() const {
    if (entry_.cashier_id().empty()) return "";
    return words_.say({", cashier \"{0}\"", ", Kassenkraft „{0}“"}, {entry_.cashier_id()});
  }

  void adjust(const v1::Adjust& made) {
    say({"By hand: {0}. Reason: {1}", "Von Hand: {0}. Grund: {1}"},
        {words_.units(made.quantity(), made.unit()), made.reason()});
    for (const v1::LotChange& change : made.changes()) lines_.push_back(words_.lot(change));
  }

  void hold(const v1::Hold& made) {
    for (const v1::UnitBalance& amount : made.amounts()) {
      say({"{0} are set aside until {1}.", "{0} sind vorgemerkt bis {1}."},
          {words_.units(amount.quantity(), amount.unit()),
           words_.time(Timestamp{made.valid_until_ms()})});
    }
  }

  void release(const v1::Release& made) {
    say({"What the hold \"{0}\" of register \"{1}\" had set aside is free again.",
         "Was die Vormerkung „{0}“ von Kasse „{1}“ zurückgelegt hatte, ist wieder frei."},
        {made.hold().hold_id(), made.hold().register_id()});
  }

  void stock(const v1::Stock& made) {
    say({"The store's stock changes by {0}. Reason: {1}",
         "Der Bestand der Filiale ändert sich um {0}. Grund: {1}"},
        {words_.units(made.quantity(), made.unit()), made.reason()});
  }

  const v1::JournalEntry& entry_;
  const ExplainWords& words_;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> explain(const v1::JournalEntry& entry,
                                 const programme::Programme* programme,
                                 programme::Language language) {
  const ExplainWords words(programme, language);
  return Explanation(entry, words).run();
}

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#include "store/explain_member.h"

#include "store/base/bytes.h"
#include "store/fold.h"

namespace loyald {
namespace {

class MemberText {
 public:
  MemberText(const ExplainWords& words, std::vector<std::string>& lines)
      : words_(words), lines_(lines) {}

  void enrol(const v1::Enrol& enrol) {
    if (!enrol.is_update()) return;
    std::string parts;
    for (const std::string& part : enrol.changed()) parts += (parts.empty() ? "" : ", ") + part;
    say({"Changed of the profile, which lies beside the journal: {0}.",
         "Geändert am Profil, das neben dem Journal liegt: {0}."},
        {parts});
  }

  void consent(const v1::Consent& consent) {
    const std::string what = consent.given() ? words_.say({"Agreed to", "Zugestimmt:"})
                                             : words_.say({"Took back", "Widerrufen:"});
    if (consent.text_version().empty()) {
      return say({"{0} \"{1}\".", "{0} „{1}“."}, {what, consent.consent()});
    }
    say({"{0} \"{1}\", having seen text \"{2}\".", "{0} „{1}“, nach Vorlage von Text „{2}“."},
        {what, consent.consent(), consent.text_version()});
  }

  void status(const v1::MemberStatus& status) {
    say({"From now on the member {0} and {1}{2}. Reason: {3}",
         "Ab jetzt: das Mitglied {0} und {1}{2}. Grund: {3}"},
        {status.may_earn() ? words_.say({"may earn", "sammelt"})
                           : words_.say({"earns nothing", "sammelt nicht"}),
         status.may_spend() ? words_.say({"may spend", "darf einlösen"})
                            : words_.say({"may not spend", "darf nicht einlösen"}),
         status.is_staff() ? words_.say({", and is staff", " und ist Personal"}) : "",
         status.reason()});
  }

  void household(const v1::JournalEntry& entry) {
    const v1::JoinHousehold& join = entry.join_household();
    const std::string household = to_hex(as_bytes(join.household_id()));
    if (join.leaves()) {
      return say({"The member leaves household {0}; what it owns stays with it.",
                  "Das Mitglied verlässt Haushalt {0}; was ihm gehört, bleibt dort."},
                 {household});
    }
    if (join.is_founding()) {
      say({"The member shares the wallets of household {0} from now on, which begins with member "
           "{1}.",
           "Das Mitglied teilt von nun an die Konten von Haushalt {0}, der mit Mitglied {1} "
           "beginnt."},
          {household, to_hex(as_bytes(join.with_member_id()))});
    } else {
      say({"The member shares the wallets of household {0} from now on.",
           "Das Mitglied teilt von nun an die Konten von Haushalt {0}."},
          {household});
    }
    for (const v1::OwnedChanges& each : entry.others()) {
      if (each.owner_id() == join.household_id()) moved(each);
    }
  }

  void merge(const v1::JournalEntry& entry) {
    const v1::Merge& merge = entry.merge();
    const std::string member = to_hex(as_bytes(merge.member_id()));
    const std::string into = to_hex(as_bytes(merge.into_member_id()));
    if (merge.is_undone()) {
      say({"Members {0} and {1} are two again. Reason: {2}",
           "Die Mitglieder {0} und {1} sind wieder zwei. Grund: {2}"},
          {member, into, merge.reason()});
    } else if (merge.is_follow_up()) {
      say({"What a store had booked on member {0} meanwhile follows to {1}.",
           "Was eine Filiale inzwischen auf Mitglied {0} gebucht hatte, folgt zu {1}."},
          {member, into});
    } else {
      say({"Members {0} and {1} are one from now on, {1}. Reason: {2}",
           "Die Mitglieder {0} und {1} sind von nun an eines, {1}. Grund: {2}"},
          {member, into, merge.reason()});
    }
    for (const v1::OwnedChanges& each : entry.others()) {
      for (const v1::LotChange& change : each.changes()) {
        say({"  Member {0}: {1}, spendable from {2}, expire {3}.",
             "  Mitglied {0}: {1}, verfügbar ab {2}, verfallen {3}."},
            {to_hex(as_bytes(each.owner_id())), words_.units(change.amount(), change.unit()),
             words_.day(change.available_from()), words_.day(change.expires_on())});
      }
    }
  }

  void booked_on(const std::string& household) {
    say({"Booked on the wallets of household {0}.", "Gebucht auf die Konten von Haushalt {0}."},
        {household});
  }

 private:
  void say(const Sentence& sentence, std::initializer_list<std::string_view> things) {
    lines_.push_back(words_.say(sentence, things));
  }

  void moved(const v1::OwnedChanges& owned) {
    for (const v1::LotChange& change : owned.changes()) {
      say({"  {0} move into it, spendable from {1}, expire {2}.",
           "  {0} ziehen dorthin um, verfügbar ab {1}, verfallen {2}."},
          {words_.units(change.amount(), change.unit()), words_.day(change.available_from()),
           words_.day(change.expires_on())});
    }
    for (const v1::DebtChange& debt : owned.debts()) {
      say({"  {0} that were owed are owed by it.", "  {0}, die geschuldet waren, schuldet er."},
          {words_.units(debt.amount(), debt.unit())});
    }
  }

  const ExplainWords& words_;
  std::vector<std::string>& lines_;
};

}  // namespace

void explain_member(const v1::JournalEntry& entry, const ExplainWords& words,
                    std::vector<std::string>& lines) {
  MemberText text(words, lines);
  if (!entry.wallet_id().empty()) text.booked_on(to_hex(as_bytes(entry.wallet_id())));
  if (entry.has_enrol()) text.enrol(entry.enrol());
  if (entry.has_consent()) text.consent(entry.consent());
  if (entry.has_member_status()) text.status(entry.member_status());
  if (entry.has_join_household()) text.household(entry);
  if (entry.has_merge()) text.merge(entry);
}

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#include "store/explain_member.h"

#include "store/base/bytes.h"
#include "store/fold.h"

namespace loyald {
namespace {

void explain_enrol(const v1::Enrol& enrol, std::vector<std::string>& lines) {
  if (!enrol.is_update()) return;
  std::string parts;
  for (const std::string& part : enrol.changed()) parts += (parts.empty() ? "" : ", ") + part;
  lines.push_back("Changed of the profile, which lies beside the journal: " + parts + ".");
}

void explain_consent(const v1::Consent& consent, std::vector<std::string>& lines) {
  lines.push_back(
      std::string(consent.given() ? "Agreed to \"" : "Took back \"") + consent.consent() + "\"" +
      (consent.text_version().empty() ? "."
                                      : ", having seen text \"" + consent.text_version() + "\"."));
}

void explain_status(const v1::MemberStatus& status, std::vector<std::string>& lines) {
  lines.push_back(std::string("From now on the member ") +
                  (status.may_earn() ? "may earn" : "earns nothing") + " and " +
                  (status.may_spend() ? "may spend" : "may not spend") +
                  (status.is_staff() ? ", and is staff" : "") + ". Reason: " + status.reason());
}

void explain_household(const v1::JournalEntry& entry, const ExplainWords& words,
                       std::vector<std::string>& lines) {
  const v1::JoinHousehold& join = entry.join_household();
  const std::string household = to_hex(as_bytes(join.household_id()));
  if (join.leaves()) {
    lines.push_back("The member leaves household " + household + "; what it owns stays with it.");
    return;
  }
  lines.push_back("The member shares the wallets of household " + household + " from now on" +
                  (join.is_founding() ? ", which begins with member " +
                                            to_hex(as_bytes(join.with_member_id())) + "."
                                      : "."));
  for (const v1::OwnedChanges& each : entry.others()) {
    if (each.owner_id() != join.household_id()) continue;
    for (const v1::LotChange& change : each.changes()) {
      lines.push_back("  " + number_text(change.amount()) + " " + words.unit(change.unit()) +
                      " move into it, spendable from " + day_text(change.available_from()) +
                      ", expire " + day_text(change.expires_on()) + ".");
    }
    for (const v1::DebtChange& debt : each.debts()) {
      lines.push_back("  " + number_text(debt.amount()) + " " + words.unit(debt.unit()) +
                      " that were owed are owed by it.");
    }
  }
}

}  // namespace

void explain_member(const v1::JournalEntry& entry, const ExplainWords& words,
                    std::vector<std::string>& lines) {
  if (!entry.wallet_id().empty()) {
    lines.push_back("Booked on the wallets of household " + to_hex(as_bytes(entry.wallet_id())) +
                    ".");
  }
  if (entry.has_enrol()) explain_enrol(entry.enrol(), lines);
  if (entry.has_consent()) explain_consent(entry.consent(), lines);
  if (entry.has_member_status()) explain_status(entry.member_status(), lines);
  if (entry.has_join_household()) explain_household(entry, words, lines);
}

}  // namespace loyald

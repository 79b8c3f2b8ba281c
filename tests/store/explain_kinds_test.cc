// SPDX-License-Identifier: Apache-2.0
// Entries that no sample programme's terms bring about, said in both languages.
#include <google/protobuf/text_format.h>

#include "store/explain.h"
#include "tests/support/doctest.h"

namespace loyald {
namespace {

using programme::Language;
using Lines = std::vector<std::string>;

// An entry of 2026-11-21 at register 1; `text` is the rest of it.
v1::JournalEntry entry_of(const std::string& text) {
  v1::JournalEntry entry;
  REQUIRE(google::protobuf::TextFormat::ParseFromString(
      "op_id: 'o' register_id: '1' business_date: 20778 " + text, &entry));
  return entry;
}

// All but the first line, which says where and when.
void check(const std::string& text, const Lines& english, const Lines& german) {
  CAPTURE(text);
  const v1::JournalEntry entry = entry_of(text);
  const auto rest = [&](Language language) {
    Lines lines = explain(entry, nullptr, language);
    lines.erase(lines.begin());
    return lines;
  };
  CHECK(rest(Language::english) == english);
  CHECK(rest(Language::german) == german);
}

TEST_CASE("where, when and who") {
  const v1::JournalEntry entry = entry_of("cashier_id: 'anna' release {}");
  CHECK(explain(entry, nullptr)[0] ==
        "release \"o\" at register \"1\", cashier \"anna\", business date 2026-11-21.");
  CHECK(explain(entry, nullptr, Language::german)[0] ==
        "Freigabe „o“ an Kasse „1“, Kassenkraft „anna“, Geschäftstag 21.11.2026.");
}

TEST_CASE("holds") {
  check("hold { valid_until_ms: 1795288448250 amounts { unit: 'points' quantity: 500 } }",
        {"500 points are set aside until 2026-11-21T19:14:08.250Z."},
        {"500 points sind vorgemerkt bis 21.11.2026 19:14:08 UTC."});
  check("release { hold { register_id: '2' hold_id: 'h' } }",
        {"What the hold \"h\" of register \"2\" had set aside is free again."},
        {"Was die Vormerkung „h“ von Kasse „2“ zurückgelegt hatte, ist wieder frei."});
  check("sale { programme_version: 3 hold { register_id: '2' hold_id: 'h' } }",
        {"Decided by programme version 3.", "It captured the hold \"h\" of register \"2\"."},
        {"Entschieden nach Programmversion 3.", "Er löst die Vormerkung „h“ von Kasse „2“ ein."});
}

TEST_CASE("units by hand, approved") {
  check(
      "approved_by: 'berta' adjust { unit: 'points' quantity: 7 reason: 'sorry' changes { "
      "unit: 'points' amount: 7 available_from: 20778 expires_on: 2932896 } }",
      {"By hand: 7 points. Reason: sorry", "  +7 points, spendable from 2026-11-21, expires never.",
       "Approved by \"berta\"."},
      {"Von Hand: 7 points. Grund: sorry", "  +7 points, verfügbar ab 21.11.2026, verfällt nie.",
       "Freigegeben von „berta“."});
}

TEST_CASE("what members agree to, may do and change") {
  check("consent { consent: 'marketing' given: true text_version: '2' }",
        {"Agreed to \"marketing\", having seen text \"2\"."},
        {"Zugestimmt: „marketing“, nach Vorlage von Text „2“."});
  check("consent { consent: 'marketing' }", {"Took back \"marketing\"."},
        {"Widerrufen: „marketing“."});
  check("member_status { may_earn: true is_staff: true reason: 'hired' }",
        {"From now on the member may earn and may not spend, and is staff. Reason: hired"},
        {"Ab jetzt: das Mitglied sammelt und darf nicht einlösen und ist Personal. Grund: hired"});
  check("enrol { is_update: true changed: 'mail' changed: 'name' }",
        {"Changed of the profile, which lies beside the journal: mail, name."},
        {"Geändert am Profil, das neben dem Journal liegt: mail, name."});
}

TEST_CASE("households") {
  check(
      "join_household { household_id: '\\253\\001' with_member_id: '\\002' is_founding: true } "
      "others { owner_id: '\\253\\001' changes { unit: 'points' amount: 9 available_from: 20778 "
      "expires_on: 20800 } debts { unit: 'stamps' amount: 2 } }",
      {"The member shares the wallets of household ab01 from now on, which begins with member 02.",
       "  9 points move into it, spendable from 2026-11-21, expire 2026-12-13.",
       "  2 stamps that were owed are owed by it."},
      {"Das Mitglied teilt von nun an die Konten von Haushalt ab01, der mit Mitglied 02 beginnt.",
       "  9 points ziehen dorthin um, verfügbar ab 21.11.2026, verfallen 13.12.2026.",
       "  2 stamps, die geschuldet waren, schuldet er."});
  check("join_household { household_id: '\\253' }",
        {"The member shares the wallets of household ab from now on."},
        {"Das Mitglied teilt von nun an die Konten von Haushalt ab."});
  check("join_household { household_id: '\\253' leaves: true }",
        {"The member leaves household ab; what it owns stays with it."},
        {"Das Mitglied verlässt Haushalt ab; was ihm gehört, bleibt dort."});
  check("wallet_id: '\\253' release {}",
        {"Booked on the wallets of household ab.",
         "What the hold \"\" of register \"\" had set aside is free again."},
        {"Gebucht auf die Konten von Haushalt ab.",
         "Was die Vormerkung „“ von Kasse „“ zurückgelegt hatte, ist wieder frei."});
}

TEST_CASE("members who are one person") {
  check(
      "merge { member_id: '\\001' into_member_id: '\\253' reason: 'twice' } "
      "others { owner_id: '\\253' changes { unit: 'points' amount: 9 available_from: 20778 "
      "expires_on: 20800 } }",
      {"Members 01 and ab are one from now on, ab. Reason: twice",
       "  Member ab: 9 points, spendable from 2026-11-21, expire 2026-12-13."},
      {"Die Mitglieder 01 und ab sind von nun an eines, ab. Grund: twice",
       "  Mitglied ab: 9 points, verfügbar ab 21.11.2026, verfallen 13.12.2026."});
  check("merge { member_id: '\\001' into_member_id: '\\253' is_follow_up: true }",
        {"What a store had booked on member 01 meanwhile follows to ab."},
        {"Was eine Filiale inzwischen auf Mitglied 01 gebucht hatte, folgt zu ab."});
  check("merge { member_id: '\\001' into_member_id: '\\253' is_undone: true reason: 'two' }",
        {"Members 01 and ab are two again. Reason: two"},
        {"Die Mitglieder 01 und ab sind wieder zwei. Grund: two"});
}

TEST_CASE("what the rules knew and how the sale was made") {
  check(
      "sale { programme_version: 3 sold_at: 845 channel: 'till' payments: 'card' payments: 'cash' "
      "inputs { tags: 'family' may_not_earn: true member_since: 20000 referrer_id: 'x' "
      "birthday { days_before: 1 days_after: 2 is_within: true } "
      "birthday { days_before: 3 days_after: 4 } } }",
      {"Decided by programme version 3.", "Segments: family.",
       "By their status the member does not collect.", "Member since 2024-10-04.",
       "The member was referred.", "The day is within 1 days before and 2 days after the birthday.",
       "The day is not within 3 days before and 4 days after the birthday.", "Sold at 14:05.",
       "Channel: till.", "Paid by card, cash."},
      {"Entschieden nach Programmversion 3.", "Segmente: family.",
       "Nach seinem Status sammelt das Mitglied nicht.", "Mitglied seit 04.10.2024.",
       "Das Mitglied wurde geworben.",
       "Der Tag liegt zwischen 1 Tagen vor und 2 Tagen nach dem Geburtstag.",
       "Der Tag liegt nicht zwischen 3 Tagen vor und 4 Tagen nach dem Geburtstag.",
       "Verkauft um 14:05 Uhr.", "Verkaufsweg: till.", "Bezahlt mit card, cash."});
}

TEST_CASE("why a rule gives nothing or less, and whose cap it counts against") {
  check(
      "sale { programme_version: 3 "
      "rules { rule: 'a' unit: 'points' counted: 500 rate_quantity: 1 rate_per: 100 "
      "not_applied { code: REASON_FROM numbers: 20800 } } "
      "rules { rule: 'b' unit: 'points' credit: CREDIT_CAP owner: OWNER_REFERRER quantity: 30 "
      "expires_on: 20788 } }",
      {"Decided by programme version 3.",
       "Rule \"a\": 1 points for every 1.00; 5.00 counted; gives nothing: only from 2026-12-13.",
       "Rule \"b\" for whoever referred the member: 30 counted against its cap until 2026-12-01."},
      {"Entschieden nach Programmversion 3.",
       "Regel „a“: 1 points je 1,00; 5,00 gezählt; gibt nichts: erst ab 13.12.2026.",
       "Regel „b“ für die werbende Person: 30 zählen bis 01.12.2026 gegen ihre Obergrenze."});
}

TEST_CASE("an instant win") {
  check(
      "sale { programme_version: 3 rewards { reward: 'd' ticket: 12 spending: SPENDING_AUTOMATIC } "
      "rules { rule: 'd' unit: 'w' quantity: 1 credit: CREDIT_WON owner: OWNER_STORE } }",
      {"Decided by programme version 3.", "Draw \"d\": ticket 12 of this store wins.",
       "Draw \"d\": 1 prize of the store is won."},
      {"Entschieden nach Programmversion 3.", "Verlosung „d“: Los 12 dieser Filiale gewinnt.",
       "Verlosung „d“: 1 Preis der Filiale ist gewonnen."});
}

TEST_CASE("what comes back of another store's sale, and what is left or owed") {
  check(
      "sale_return { foreign { store_id: 4 seq: 17 } lines { line: 2 quantity_after: 1 refund: 350 "
      "taken_back { unit: 'points' quantity: 3 } given_back { unit: 'stamps' quantity: 1 } } "
      "refund: 350 changes { unit: 'points' amount: -2 available_from: 20778 expires_on: 20800 } "
      "debts { unit: 'points' amount: 1 } } others { owner_id: 'r' changes { unit: 'points' "
      "amount: -5 available_from: 20778 expires_on: 20800 } }",
      {"The sale is entry 17 of store 4, by the receipt's signed code.",
       "Line 2: 1 came back, 1 in all; 3.50 to hand back.",
       "  It had earned 3 points for this quantity, which are to be taken back.",
       "  1 stamps had been spent on this quantity and are given back.",
       "To hand back: 3.50, what was paid for it.",
       "  -2 points, spendable from 2026-11-21, expires 2026-12-13.",
       "1 points had been spent already and are owed.",
       "In the wallets of others, the store's own or of whoever referred the member:",
       "  -5 points, spendable from 2026-11-21, expires 2026-12-13."},
      {"Der Einkauf ist Eintrag 17 von Filiale 4, laut signiertem Code des Bons.",
       "Zeile 2: 1 kamen zurück, 1 insgesamt; 3,50 zurückzugeben.",
       "  Dafür waren 3 points gesammelt worden, die zurückzunehmen sind.",
       "  1 stamps waren dafür eingelöst worden und werden zurückgegeben.",
       "Zurückzugeben: 3,50, was dafür bezahlt wurde.",
       "  -2 points, verfügbar ab 21.11.2026, verfällt 13.12.2026.",
       "1 points waren schon eingelöst und werden geschuldet.",
       "In den Konten anderer, der Filiale oder der werbenden Person:",
       "  -5 points, verfügbar ab 21.11.2026, verfällt 13.12.2026."});
  check(
      "sale_void { untaken { unit: 'points' quantity: 4 policy: 'pending_only' } } "
      "settled { debts { unit: 'points' amount: -2 } changes { unit: 'points' amount: -2 "
      "available_from: 20778 expires_on: 20800 } }",
      {"The whole sale is undone.", "To hand back: 0.00, what was paid for it.",
       "4 points should have been taken back and were left (return_policy pending_only).",
       "2 points that were owed are settled, from the lots that expire soonest:",
       "  -2 points, spendable from 2026-11-21, expires 2026-12-13."},
      {"Der ganze Einkauf ist rückgängig gemacht.", "Zurückzugeben: 0,00, was dafür bezahlt wurde.",
       "4 points wären zurückzunehmen und wurden belassen (return_policy pending_only).",
       "2 points, die geschuldet waren, sind beglichen, aus den Posten, die zuerst verfallen:",
       "  -2 points, verfügbar ab 21.11.2026, verfällt 13.12.2026."});
}

TEST_CASE("the end of a store, and what a floor limit risked") {
  check("close { reason: 'the lease ended' }",
        {"The store is given up for good. Reason: the lease ended"},
        {"Die Filiale ist endgültig geschlossen. Grund: the lease ended"});
  check("close { reason: 'x' } risked { unit: 'points' quantity: 40 }",
        {"The store is given up for good. Reason: x",
         "40 points of it are beyond what the store held: the floor limit's risk."},
        {"Die Filiale ist endgültig geschlossen. Grund: x",
         "40 points davon gehen über das hinaus, was die Filiale hielt: das Risiko der "
         "Freigrenze."});
}

}  // namespace
}  // namespace loyald

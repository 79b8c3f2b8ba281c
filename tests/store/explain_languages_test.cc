// SPDX-License-Identifier: Apache-2.0
// Every kind of entry, credit and spending is explained in German as well as in English.
#include <algorithm>
#include <set>

#include "store/explain.h"
#include "store/programme_file.h"
#include "tests/store/programmes/terms.h"

namespace loyald::testing {
namespace {

using programme::Language;

std::vector<std::string> explained(Terms& shop, const std::string& programme_name, Seq seq,
                                   Language language) {
  const auto programme = parse_programme(programme_file(programme_name), programme_name);
  REQUIRE(programme);
  return explain(shop.fixture.store->books().recorded(seq).entry, &*programme, language);
}

std::vector<std::string> last(Terms& shop, const std::string& programme_name, Language language) {
  return explained(shop, programme_name, shop.fixture.store->books().journal.head().seq, language);
}

void check(const std::vector<std::string>& lines, std::initializer_list<std::string> wanted) {
  for (const std::string& line : wanted) {
    CAPTURE(line);
    const bool found = std::ranges::find(lines, line) != lines.end();
    std::string all;
    for (const std::string& each : lines) all += each + "\n";
    CHECK_MESSAGE(found, all);
  }
}

TEST_CASE("a supermarket's sale, in both languages") {
  Terms shop("supermarket");
  shop.buy(kAnna, {Terms::line("grocery", 4'130), Terms::line("tobacco", 900),
                   Terms::line("coffee", 2'390, 4)});
  check(last(shop, "supermarket", Language::english),
        {"sale \"sale1\" at register \"1\", cashier \"anna\", business date 2026-11-21.",
         "Decided by programme version 1000001.",
         "Rule \"base\": 1 Points for every 1.00 EUR; 65.20 EUR counted; 6520 x 1 / 100, rounded "
         "down: 65.",
         "  Spendable from 2026-11-21, expires 2027-11-21.",
         "  Line 1 (4711): 41.30 EUR counted, 41 earned.",
         "  Line 2 (4711): not counted, excluded: category tobacco.",
         "Rule \"coffee-stamps\": 1 Coffee stamps for every 10.00 EUR; 23.90 EUR counted; 2390 x 1 "
         "/ 1000, rounded down: 2."});
  check(last(shop, "supermarket", Language::german),
        {"Einkauf „sale1“ an Kasse „1“, Kassenkraft „anna“, Geschäftstag 21.11.2026.",
         "Entschieden nach Programmversion 1000001.",
         "Regel „base“: 1 Punkte je 1,00 EUR; 65,20 EUR gezählt; 6520 x 1 / 100, abgerundet: 65.",
         "  Verfügbar ab 21.11.2026, verfällt 21.11.2027.",
         "  Zeile 1 (4711): 41,30 EUR gezählt, 41 gesammelt.",
         "  Zeile 2 (4711): nicht gezählt, ausgenommen: Kategorie tobacco.",
         "Regel „coffee-stamps“: 1 Kaffeestempel je 10,00 EUR; 23,90 EUR gezählt; 2390 x 1 / 1000, "
         "abgerundet: 2."});
}

TEST_CASE("rewards, limits and tiers") {
  Terms shop("fashion");
  shop.buy(kAnna, {Terms::line("clothes", 150'000)});
  check(last(shop, "fashion", Language::german),
        {"Stufe vor dem Einkauf: Bronze.",
         "Multiplikator „gold-half“: gibt nichts dazu: nur für Stufe gold.",
         "Stufe „Gold“ gilt von 21.11.2026 bis 29.01.2028."});
  shop.on("2027-01-02");
  shop.buy(kAnna, {Terms::line("clothes", 10'000)}, {{"ten-off", 0}});
  check(last(shop, "fashion", Language::english),
        {"Tier before the sale: Gold.", "Reward \"ten-off\": 300 Points for 10.00 EUR.",
         "  300 of them from the lot that expires 2028-12-05.",
         "  Line 1 bears 10.00 EUR of it, for 300 Points.",
         "Message \"early-access\": The winter sale is open for you already: ask for the back "
         "room.",
         "Multiplier \"gold-half\": 90 Points x 3 / 2, rounded down, adds 45.",
         "  Line 1: 45 of them."});
  check(last(shop, "fashion", Language::german),
        {"Stufe vor dem Einkauf: Gold.", "Prämie „ten-off“: 300 Punkte für 10,00 EUR.",
         "  300 davon aus dem Posten, der 05.12.2028 verfällt.",
         "  Zeile 1 trägt 10,00 EUR davon, für 300 Punkte."});
}

TEST_CASE("memberships, streaks, draws and gifts") {
  Terms cinema("cinema", "2026-12-01");
  cinema.deliver("cups", 5);
  check(last(cinema, "cinema", Language::german),
        {"Der Bestand der Filiale ändert sich um 5 Sammelbecher. Grund: delivery"});
  cinema.buy(kAnna, {Terms::line("ticket", 11'000, 10)});
  check(last(cinema, "cinema", Language::english),
        {"Draw \"anniversary\": ticket 1 of this store does not win.",
         "Rule \"month-in-a-row\": 1 counted against its cap until 2027-01-01."});
  cinema.on("2027-01-05");
  cinema.buy(kAnna, {Terms::line("ticket", 1'100)}, {{"cup", 0}});
  check(last(cinema, "cinema", Language::english),
        {"Reward \"cup\": 60 Points for a gift.",
         "Reward \"cup\" takes 1 Collector's cups out of the store's stock.",
         "Rule \"month-in-a-row\" renews 1 Months in a row: they move into the new lot.",
         "Rule \"month-in-a-row\": 1 Months in a row live on until 2027-03-01.",
         "\"cup\": 1 counted against the store's quota."});
  check(last(cinema, "cinema", Language::german),
        {"Prämie „cup“: 60 Punkte für ein Geschenk.",
         "Prämie „cup“ nimmt 1 Sammelbecher aus dem Bestand der Filiale.",
         "Regel „month-in-a-row“ verlängert 1 Monate in Folge: sie ziehen in den neuen Posten um.",
         "„cup“: 1 zählen gegen das Kontingent der Filiale."});
}

TEST_CASE("enrolments, friends and events") {
  Terms shop("bookshop");
  shop.enrol(kAnna);
  check(last(shop, "bookshop", Language::german),
        {"Regel „joined“: 1 Willkommen für den Besuch; 1 Stück gezählt: 1."});
  shop.enrol(kBernd, {}, kAnna);
  shop.buy(kBernd, {Terms::line("book", 2'000)});
  check(last(shop, "bookshop", Language::english),
        {"The member was referred.", "Rule \"first-purchase\" uses up 1 Welcome.",
         "Rule \"thanks-to-the-friend\" for whoever referred the member: 30 Points for the visit; "
         "20.00 EUR counted: 30.",
         "  Spendable from 2026-12-21, expires 2028-07-01."});
  shop.post(kAnna, "survey");
  check(last(shop, "bookshop", Language::german),
        {"Ereignis „survey“, 1-mal.",
         "Regel „survey“: 5 Punkte für den Besuch; 1 Stück gezählt: 5."});
}

TEST_CASE("returns, charges and debt") {
  Terms shop("diy");
  programme::BasketLine paint = Terms::line("paint", 59'500);
  shop.buy(kAnna, {paint});
  const std::string sale = shop.last;
  shop.on("2026-12-05");
  shop.buy(kAnna, {Terms::line("rental", 5'000)}, {{"pay", 900}});
  check(last(shop, "diy", Language::german),
        {"Prämie „pay“: 900 Cashback für 9,00 EUR, als Zahlung."});
  shop.bring_back(1, sale);
  check(last(shop, "diy", Language::english),
        {"Line 1: 1 came back, 1 in all; 595.00 EUR to hand back.",
         "To hand back: 586.00 EUR, what was paid for it less 9.00 EUR that are deducted.",
         "900 Cashback had been spent already; 9.00 EUR are deducted for them (return_policy "
         "charge_customer)."});
  check(last(shop, "diy", Language::german),
        {"Zeile 1: 1 kamen zurück, 1 insgesamt; 595,00 EUR zurückzugeben.",
         "Zurückzugeben: 586,00 EUR, was dafür bezahlt wurde, abzüglich 9,00 EUR.",
         "900 Cashback waren schon eingelöst; 9,00 EUR werden dafür abgezogen (return_policy "
         "charge_customer)."});
}

// A sentence for each credit and spending that an entry can have, different from all others.
TEST_CASE("no credit and no spending is without its sentence, in either language") {
  for (const Language language : {Language::english, Language::german}) {
    std::set<std::string> sentences;
    const auto add = [&](const v1::Sale& sale) {
      v1::JournalEntry entry;
      *entry.mutable_sale() = sale;
      const auto lines = explain(entry, nullptr, language);
      REQUIRE(lines.size() >= 3);
      CHECK(sentences.insert(lines[2]).second);
    };
    for (int credit = 0; credit < v1::Credit_ARRAYSIZE; ++credit) {
      v1::Sale sale;
      v1::RuleOutcome& rule = *sale.add_rules();
      rule.set_rule("r");
      rule.set_unit("u");
      rule.set_quantity(1);
      rule.set_credit(static_cast<v1::Credit>(credit));
      add(sale);
    }
    for (int spending = 0; spending < v1::Spending_ARRAYSIZE; ++spending) {
      v1::Sale sale;
      v1::RewardOutcome& reward = *sale.add_rewards();
      reward.set_reward("r");
      reward.set_unit("u");
      reward.set_cost(1);
      reward.set_spending(static_cast<v1::Spending>(spending));
      add(sale);
    }
  }
}

TEST_CASE("no kind of entry is without its name in German") {
  const auto* kinds = v1::JournalEntry::descriptor()->FindOneofByName("kind");
  REQUIRE(kinds != nullptr);
  for (int i = 0; i < kinds->field_count(); ++i) {
    v1::JournalEntry entry;
    entry.GetReflection()->MutableMessage(&entry, kinds->field(i));
    const std::string name = kinds->field(i)->name();
    CAPTURE(name);
    const std::string first = explain(entry, nullptr, Language::german)[0];
    CHECK_FALSE(first.starts_with(name + " "));
  }
}

}  // namespace
}  // namespace loyald::testing

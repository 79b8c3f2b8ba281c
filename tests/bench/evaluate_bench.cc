// SPDX-License-Identifier: Apache-2.0
// How long the rules take to decide a sale: 40 lines under 30 rules with filters, conditions, caps,
// groups, multipliers and automatic rewards. A quote waits for this, so it must not be felt. Then
// the same with everything else that a programme can say, and what a member's wallets come to after
// a year of weekly shopping under the supermarket's programme.
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "proto/loyald/v1/journal.pb.h"
#include "store/programme/evaluate.h"
#include "store/programme_file.h"
#include "tests/bench/figures.h"

namespace loyald::programme {
namespace {

constexpr Date kDay{20'778};
constexpr int kRules = 30;
constexpr int kLines = 40;
constexpr int kRounds = 20'000;

std::string numbered(const char* word, int number) { return word + std::to_string(number); }

void add_counter(Programme& programme, const std::string& id) {
  Unit unit{id, id, 0, 0, 0};
  unit.counter = true;
  programme.units.push_back(unit);
}

EarnRule rule_number(int number, Programme& programme) {
  EarnRule rule;
  rule.id = numbered("rule-", number);
  rule.unit = number % 5 == 0 ? "stamps" : "points";
  rule.per.minor = 100;
  if (number % 3 == 0) rule.rate = Rate::per_item;
  if (number % 2 == 0) rule.group = number % 4 == 0 ? "best" : "sum";
  if (number > 0) rule.include = LineFilter{{}, {numbered("category-", number % 8)}, {}, {}, {}};
  rule.exclude.departments = {"FUEL", "TOBACCO"};
  if (number % 4 == 1) rule.when.hours = {{8 * 60, 20 * 60}};
  if (number % 4 == 2) rule.when.holds = {{"points", 100, 0}};
  if (number % 6 == 0) {
    const std::string counter = numbered("cap-", number);
    add_counter(programme, counter);
    rule.cap = Cap{counter, 1'000'000, Period::month};
  }
  return rule;
}

Programme programme_of_rules() {
  Programme programme{"Bench", "EUR", {}, {}, {}};
  programme.units = {
      {"points", "Points", 12, 0, 0}, {"stamps", "Stamps", 6, 0, 0}, {"coffee", "Coffee", 3, 0, 0}};
  programme.groups = {{"best", true}, {"sum", false}};
  for (int i = 0; i < kRules; ++i) programme.earn.push_back(rule_number(i, programme));
  programme.multipliers = {{"double", "points", "sum", 2, 1, {}}, {"more", "points", "", 3, 2, {}}};
  programme.rewards.push_back(
      {"pay", "Pay", "points", {}, {}, Money{}, PointsAsMoney{100, Money{100}, 0, 0, 50}});
  programme.rewards.push_back(
      {"card", "Card", "stamps", {}, {}, Money{}, Voucher{10, "coffee", 1, true}});
  return programme;
}

Situation situation_of_lines() {
  Situation situation{kDay, {}, {}, {{"pay", 500}}};
  situation.circumstances.setting.sold_at = 600;
  for (const char* unit : {"points", "stamps"}) {
    Wallet wallet{unit, {}, 0};
    for (int i = 0; i < 6; ++i) wallet.lots.push_back({kDay, Date{kDay.days + 30 * (i + 1)}, 200});
    situation.units.push_back({wallet, 1200});
  }
  for (int i = 0; i < kLines; ++i) {
    BasketLine line;
    line.sku = numbered("40000000000", i);
    line.category = numbered("category-", i % 8);
    line.department = i % 10 == 0 ? "FUEL" : "SHOP";
    line.quantity = 1 + i % 3;
    line.amount.minor = 199 + 37 * i;
    situation.basket.lines.push_back(line);
  }
  return situation;
}

// Quotas, rules for referrers, rules that use a unit up or renew one, a group with a cap, held
// tiers, a gift and an instant win on top.
Programme with_everything(Programme programme) {
  for (const char* counter : {"quota", "group-cap", "renew-cap", "held", "stock", "drawn", "won"}) {
    add_counter(programme, counter);
  }
  programme.units.push_back({"token", "Token", 1, 0, 0});
  programme.units.push_back({"streak", "Streak", 2, 0, 0});
  programme.earn[1].quota = Quota{"quota", 1'000'000};
  programme.earn[3].gives_to = Owner::referrer;
  programme.earn[7].uses = "token";
  programme.earn[9].unit = "streak";
  programme.earn[9].rate = Rate::per_visit;
  programme.earn[9].renews = true;
  programme.earn[9].cap = Cap{"renew-cap", 5, Period::month};
  programme.groups.push_back({"capped", false});
  programme.groups.back().cap = Cap{"group-cap", 1'000'000, Period::year};
  for (const std::size_t rule : {11U, 13U, 17U}) programme.earn[rule].group = "capped";
  programme.tiers = {{"gold", "Gold", "points", 500, {}}};
  programme.tiers[0].status = "held";
  programme.rewards.push_back({"bag", "Bag", "points", {}, {}, Money{}, Gift{10, "stock"}});
  InstantWin draw;
  draw.gives = "coffee";
  draw.each_store = {1'000'000, 1'000};
  draw.seed = std::string(64, '7');
  draw.tickets_drawn = "drawn";
  draw.prizes_won = "won";
  programme.rewards.push_back({"draw", "Draw", "", {}, {}, Money{}, draw});
  return programme;
}

Situation with_everybody(Situation situation) {
  const auto holding = [](const char* unit, Quantity amount) {
    return MemberUnits{{unit, {{kDay, Date{kDay.days + 20}, amount}}, 0}, amount};
  };
  situation.units.push_back(holding("token", 3));
  situation.units.push_back(holding("streak", 2));
  situation.store_units = {holding("stock", 50), holding("quota", 900), holding("drawn", 77)};
  situation.referrer_units = {holding("points", 50)};
  situation.circumstances.has_referrer = true;
  situation.choices.push_back({"bag", 1});
  return situation;
}

// A member's wallets after a year of weekly shopping: lots, and bytes as head office sends them.
bool print_year(const std::string& file) {
  std::ifstream stream(file);
  std::stringstream text;
  text << stream.rdbuf();
  const auto programme = parse_programme(text.str(), file);
  if (!programme) return false;
  std::map<std::string, Wallet> wallets;
  for (int week = 0; week < 52; ++week) {
    Situation situation{{kDay.days + 7 * week}, {}, {}, {}};
    for (const auto& [unit, wallet] : wallets) {
      situation.units.push_back({wallet, spendable(wallet, situation.business_date)});
    }
    for (const char* category : {"grocery", "coffee", "bakery", "tobacco"}) {
      situation.basket.lines.push_back({"4711", category, "SHOP", "Hofgut", {}, 1, Money{2500}});
    }
    const auto got = evaluate(*programme, situation);
    if (!got) return false;
    for (const RuleOutcome& rule : got->rules) {
      Wallet& wallet = wallets.try_emplace(rule.unit, Wallet{rule.unit, {}, 0}).first->second;
      if (!add(wallet, rule.lot)) return false;
    }
  }
  std::size_t lots = 0;
  std::size_t bytes = 0;
  for (const auto& [unit, wallet] : wallets) {
    for (const Lot& lot : wallet.lots) {
      v1::LotChange wire;
      wire.set_unit(unit);
      wire.set_available_from(lot.available_from.days);
      wire.set_expires_on(lot.expires_on.days);
      wire.set_amount(lot.amount);
      bytes += wire.ByteSizeLong();
      ++lots;
    }
  }
  std::cout << "a member after 52 weekly sales under " << file << ": " << lots << " lots, " << bytes
            << " bytes\n";
  return true;
}

}  // namespace
}  // namespace loyald::programme

// evaluate_bench [PROGRAMME.toml]
int main(int count, char** words) {
  using namespace loyald;
  const programme::Programme programme = programme::programme_of_rules();
  const programme::Situation situation = programme::situation_of_lines();
  const programme::Programme all = programme::with_everything(programme);
  const programme::Situation among_all = programme::with_everybody(situation);
  bench::Figures evaluations;
  bench::Figures with_everything;
  for (int i = 0; i < programme::kRounds; ++i) {
    const auto got = evaluations.measure([&] { return programme::evaluate(programme, situation); });
    if (!got || got->rules.size() < programme.earn.size()) return EXIT_FAILURE;
    const auto more = with_everything.measure([&] { return programme::evaluate(all, among_all); });
    if (!more || more->rules.size() <= got->rules.size()) return EXIT_FAILURE;
  }
  bench::Figures::print_heading();
  evaluations.print("evaluate: 40 lines, 30 rules");
  with_everything.print("the same with every kind of rule");
  const std::string file = count > 1 ? words[1] : "packaging/programmes/supermarket.toml";
  if (!programme::print_year(file)) std::cout << file << ": cannot be read, no figure\n";
  return EXIT_SUCCESS;
}

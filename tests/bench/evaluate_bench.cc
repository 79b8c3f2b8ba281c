// SPDX-License-Identifier: Apache-2.0
// How long the rules take to decide a sale: 40 lines under 30 rules with filters, conditions, caps,
// groups, multipliers and automatic rewards. A quote waits for this, so it must not be felt.
#include <cstdlib>

#include "store/programme/evaluate.h"
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

}  // namespace
}  // namespace loyald::programme

int main() {
  using namespace loyald;
  const programme::Programme programme = programme::programme_of_rules();
  const programme::Situation situation = programme::situation_of_lines();
  bench::Figures evaluations;
  for (int i = 0; i < programme::kRounds; ++i) {
    const auto got = evaluations.measure([&] { return programme::evaluate(programme, situation); });
    if (!got || got->rules.size() < programme.earn.size()) return EXIT_FAILURE;
  }
  bench::Figures::print_heading();
  evaluations.print("evaluate: 40 lines, 30 rules");
  return EXIT_SUCCESS;
}

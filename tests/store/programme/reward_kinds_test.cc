// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>

#include "store/programme/reason_text.h"
#include "store/programme/reward_price.h"
#include "store/programme/rewards.h"
#include "tests/store/programme/random_situation.h"

namespace loyald::programme {
namespace {

RewardScope scope_of(std::vector<ScopeLine> lines, Quantity safe = 100) {
  RewardScope scope{{}, {}, safe, std::move(lines)};
  for (const ScopeLine& line : scope.lines) scope.left.minor += line.left.minor;
  scope.listed = scope.left;
  return scope;
}

BasketLine line(const char* category, std::int64_t amount, std::int64_t quantity) {
  return {"1", category, "", "", {}, quantity, Money{amount}};
}

// Stamps for coffees, ten for a voucher by itself; points for 1 EUR, of which vouchers may be had.
Programme coffee_bar() {
  Programme programme{"Bar", "EUR", {}, {}, {}};
  programme.units = {{"points", "Points", 0, 0, 0},
                     {"stamps", "Stamps", 0, 0, 0},
                     {"coffee", "Free coffee", 1, 0, 0}};
  programme.earn.push_back({"stamp", "stamps", 1, Money{1}, {}, {}, {}, false, Rate::per_item});
  programme.rewards.push_back(
      {"card", "Full card", "stamps", {}, {}, {}, Voucher{10, "coffee", 1, true}});
  programme.rewards.push_back(
      {"buy", "Coffee", "points", {}, {}, {}, Voucher{50, "coffee", 2, false}});
  programme.rewards.push_back({"hint", "Hint", "", {}, {}, {}, Message{"Try our cake", {}}});
  programme.rewards[2].when.holds = {{"stamps", 5, 0}};
  return programme;
}

Situation with_stamps(Quantity stamps, std::int64_t coffees,
                      std::vector<RewardChoice> choices = {}) {
  return {kToday,
          {{{"stamps", {{kToday, kNever, stamps}}, 0}, stamps},
           {{"points", {{kToday, kNever, 120}}, 0}, 120}},
          {{line("coffee", 300 * coffees, coffees)}},
          std::move(choices)};
}

TEST_CASE("percent off rounds down, stops at the ceiling, and is used once") {
  const RewardScope scope = scope_of({{0, 1, Money{999}}});
  CHECK_EQ(price(PercentOff{0, 1000, {}}, scope, 0)->value, Money{99});
  const auto most = price(PercentOff{20, 5000, Money{300}}, scope, 1);
  REQUIRE(most);
  CHECK_EQ(most->value, Money{300});
  CHECK_EQ(most->cost, 20);
  CHECK_EQ(reason_text(most->clamped), "at most 300 off");
  CHECK_EQ(price(PercentOff{0, 1, {}}, scope, 0).error().message,
           "comes to nothing, only 999 left to pay");
  CHECK_EQ(price(PercentOff{101, 1000, {}}, scope, 0).error().message,
           "costs 101, 100 may be spent");
  CHECK_EQ(name(price(PercentOff{0, 1000, {}}, scope, 2).error().code),
           name(Errc::invalid_argument));
}

TEST_CASE("the cheapest of a set is free, on its own line") {
  const RewardScope scope =
      scope_of({{0, 2, Money{500}}, {2, 1, Money{199}}, {3, 1, Money{200}}, {4, 0, Money{1}}});
  const auto one = price(CheapestFree{0, 3}, scope, 0);
  REQUIRE(one);
  CHECK_EQ(one->value, Money{199});
  REQUIRE_EQ(one->lines.size(), 1);
  CHECK_EQ(one->lines[0].line, 2);
  const auto three = price(CheapestFree{5, 1}, scope, 3);
  REQUIRE(three);
  CHECK_EQ(three->value, Money{199 + 200 + 250});
  CHECK_EQ(three->cost, 15);
  CHECK_EQ(three->lines[0].line, 0);
  CHECK_EQ(three->lines[0].value, Money{250});
  CHECK_EQ(price(CheapestFree{0, 3}, scope, 2).error().message, "needs 6 items, there are 4");
}

TEST_CASE("the cheapest pieces by sorting them all") {
  for_each_seed(2000, [](Random& random) {
    std::vector<ScopeLine> lines;
    std::vector<std::int64_t> pieces;
    for (std::size_t i = 0; i < 4; ++i) {
      lines.push_back({i, between(random, 0, 4), Money{between(random, 0, 900)}});
      for (std::int64_t k = 0; k < lines[i].quantity; ++k) {
        pieces.push_back(lines[i].left.minor / lines[i].quantity);
      }
    }
    const std::int64_t sets = between(random, 1, 4);
    const auto got = price(CheapestFree{0, 2}, scope_of(lines), sets);
    std::sort(pieces.begin(), pieces.end());
    std::int64_t value = 0;
    for (std::int64_t i = 0; i < sets && i < std::ssize(pieces); ++i) {
      value += pieces[static_cast<std::size_t>(i)];
    }
    const bool possible = std::ssize(pieces) >= 2 * sets && value > 0;
    REQUIRE_EQ(got.has_value(), possible);
    if (!got) return;
    CHECK_EQ(got->value.minor, value);
    for (const LineValue& each : got->lines) CHECK_LE(each.value, lines[each.line].left);
  });
}

TEST_CASE("a full card is exchanged by itself, as often as it is full") {
  const Programme programme = coffee_bar();
  const auto got = evaluate(programme, with_stamps(8, 13));
  REQUIRE(got);
  REQUIRE_EQ(got->rewards.size(), 2);  // the card, and the hint
  CHECK_EQ(got->rewards[0].cost, 20);
  CHECK_EQ(got->rewards[0].spending, Spending::automatic);
  CHECK_EQ(got->rewards[1].message, "Try our cake");
  CHECK_EQ(got->rules.back().unit, "coffee");
  CHECK_EQ(got->rules.back().lot, Lot{kToday, add_months(kToday, 1), 2});
  CHECK_EQ(got->discount, Money{0});

  const auto none = evaluate(programme, with_stamps(4, 5));
  REQUIRE(none);
  CHECK(none->rewards.empty());  // nine stamps, and the hint asks for five before the sale
  CHECK_EQ(none->rules.size(), 1);
}

TEST_CASE("what is owed is settled before a card is full; what is pending does not fill it") {
  Programme programme = coffee_bar();
  Situation situation = with_stamps(0, 12);
  situation.units[0] = {{"stamps", {}, 3}, 0};
  auto got = evaluate(programme, situation);
  REQUIRE(got);
  CHECK(got->rewards.empty());
  situation.units[0].wallet.debt = 2;
  got = evaluate(programme, situation);
  REQUIRE(got);
  CHECK_EQ(got->rewards[0].cost, 10);
  programme.earn[0].pending_days = 1;
  got = evaluate(programme, situation);
  REQUIRE(got);
  CHECK(got->rewards.empty());
}

TEST_CASE("a chosen voucher costs one unit and gives another, and takes nothing off") {
  const Programme programme = coffee_bar();
  const auto got = evaluate(programme, with_stamps(0, 1, {{"buy", 2}}));
  REQUIRE(got);
  CHECK_EQ(got->rewards[0].cost, 100);
  CHECK(got->rewards[0].of_whole_sale);
  CHECK_EQ(got->rules.back().lot.amount, 4);
  CHECK_EQ(got->discount, Money{0});
  const auto refused = evaluate(programme, with_stamps(0, 1, {{"buy", 3}}));
  REQUIRE_FALSE(refused);
  CHECK_EQ(refused.error().message, "reward buy: costs 150, 120 may be spent");
}

TEST_CASE("what is given by itself is neither offered nor chosen") {
  const Programme programme = coffee_bar();
  const auto chosen = evaluate(programme, with_stamps(10, 1, {{"card", 0}}));
  REQUIRE_FALSE(chosen);
  CHECK_EQ(chosen.error().message, "reward card: is given by itself, it cannot be chosen");
  const auto all = offers(programme, with_stamps(10, 1));
  CHECK_EQ(all[0].unavailable, "given by itself");
  CHECK_EQ(all[1].cost, 50);
}

TEST_CASE("translations fall back from a region to its language, then to the text itself") {
  const Translations names{{"de", "Punkte"}};
  CHECK_EQ(translated("Points", names, "de"), "Punkte");
  CHECK_EQ(translated("Points", names, "de-AT"), "Punkte");
  CHECK_EQ(translated("Points", names, "fr"), "Points");
  CHECK_EQ(translated("Points", names, ""), "Points");
}

}  // namespace
}  // namespace loyald::programme

// SPDX-License-Identifier: Apache-2.0
#include "store/programme/evaluate.h"
#include "store/programme/reason_text.h"

#include <doctest/doctest.h>

#include "tests/store/programme/random_situation.h"

namespace loyald::programme {
namespace {

// A programme of one rule and two rewards, and a member with 1000 points.
Programme simple_programme() {
  Programme programme{"Simple", "EUR", {{"points", "Points", 12, 0, 0}}, {}, {}};
  programme.earn.push_back({"base", "points", 1, Money{100}, {}, {}, {}, false});
  programme.earn[0].exclude.departments = {"FUEL"};
  programme.rewards.push_back(
      {"off", "Off", "points", {}, {}, Money{}, AmountOff{200, Money{300}}});
  programme.rewards.push_back(
      {"pay", "Pay", "points", {}, {}, Money{}, PointsAsMoney{100, Money{100}, 0, 0, 0}});
  return programme;
}

PointsAsMoney& pay(Programme& programme) {
  return std::get<PointsAsMoney>(programme.rewards[1].kind);
}

BasketLine line(std::int64_t amount, const char* department = "SHOP") {
  return {"1", "food", department, "", {}, 1, Money{amount}};
}

Situation simple_situation(std::vector<BasketLine> lines, std::vector<RewardChoice> choices = {}) {
  const Wallet wallet{"points", {{kToday, kNever, 1000}}, 0};
  return {kToday, {{wallet, 1000}}, {std::move(lines)}, std::move(choices)};
}

Error error_of(const Programme& programme, const Situation& situation) {
  const auto got = evaluate(programme, situation);
  REQUIRE_FALSE(got);
  return got.error();
}

TEST_CASE("a rule rounds once, down, and says what it did not count") {
  Programme programme = simple_programme();
  auto got =
      evaluate(programme, simple_situation({line(250), line(260), line(900, "FUEL"), line(0)}));
  REQUIRE(got);
  CHECK_EQ(got->rules[0].lot, Lot{kToday, add_months(kToday, 12), 5});
  CHECK_EQ(got->lines[0].earnings[0].quantity, 2);
  CHECK_EQ(got->lines[1].earnings[0].quantity, 3);
  CHECK(got->lines[2].earnings[0].not_counted.code == ReasonCode::excluded_department);
  CHECK(got->lines[3].earnings[0].not_counted.code == ReasonCode::nothing_paid);

  programme.earn[0].include = LineFilter{};
  programme.earn[0].include->categories = {"coffee"};
  got = evaluate(programme, simple_situation({line(250)}));
  REQUIRE(got);
  CHECK(got->lines[0].earnings[0].not_counted.code == ReasonCode::not_included);
  CHECK_EQ(reason_text(got->rules[0].not_applied), "");
}

TEST_CASE("a rule that counted something and gives nothing says why") {
  Programme programme = simple_programme();
  auto got = evaluate(programme, simple_situation({line(40)}));
  REQUIRE(got);
  CHECK_EQ(reason_text(got->rules[0].not_applied), "less than one: 40 counted, 1 for every 100");
  programme.earn[0].minimum_spend.minor = 1000;
  got = evaluate(programme, simple_situation({line(940), line(5000, "FUEL")}));
  REQUIRE(got);
  CHECK_EQ(reason_text(got->rules[0].not_applied), "minimum spend 1000 not reached: 940");
  CHECK_EQ(got->rules[0].lot.amount, 0);
  got = evaluate(programme, simple_situation({line(1000)}));
  REQUIRE(got);
  CHECK_EQ(got->rules[0].lot.amount, 10);
}

TEST_CASE("what is paid with units earns only where the rule says so") {
  Programme programme = simple_programme();
  const Situation situation = simple_situation({line(600), line(600)}, {{"off", 2}});
  auto got = evaluate(programme, situation);
  REQUIRE(got);
  CHECK_EQ(got->discount, Money{600});
  CHECK_EQ(got->rules[0].lot.amount, 6);
  programme.earn[0].earn_on_rewards = true;
  got = evaluate(programme, situation);
  REQUIRE(got);
  CHECK_EQ(got->rules[0].lot.amount, 12);
}

TEST_CASE("an amount off is used whole or not at all") {
  const Programme programme = simple_programme();
  CHECK_EQ(error_of(programme, simple_situation({line(299)}, {{"off", 0}})),
           Error(Errc::failed_precondition, "reward off: takes 300 off, only 299 left to pay"));
  CHECK_EQ(error_of(programme, simple_situation({line(5000)}, {{"off", 6}})),
           Error(Errc::insufficient, "reward off: costs 1200, 1000 may be spent"));
  CHECK_EQ(error_of(programme, simple_situation({line(0)}, {{"off", 0}})).message,
           "reward off: no line that it may be used on");
}

TEST_CASE("points as money: as many as possible, down to exactly nothing left to pay") {
  const Programme programme = simple_programme();
  const auto paid = [&](std::int64_t amount, Quantity units) {
    const auto got = evaluate(programme, simple_situation({line(amount)}, {{"pay", units}}));
    REQUIRE(got);
    return got->rewards[0];
  };
  CHECK_EQ(paid(700, 0).cost, 700);
  CHECK_EQ(paid(5000, 0).cost, 1000);
  CHECK_EQ(paid(437, 0).cost, 500);  // the last multiple pays off 37
  CHECK_EQ(paid(437, 0).value, Money{437});
  CHECK_EQ(paid(437, 400).value, Money{400});
  CHECK_EQ(paid(437, 500).value, Money{437});
  CHECK_EQ(reason_text(paid(437, 500).clamped), "");
  CHECK_EQ(paid(437, 900).cost, 500);
  CHECK_EQ(reason_text(paid(437, 900).clamped), "only 437 left to pay");
  CHECK_EQ(paid(437, 250).cost, 200);
  CHECK_EQ(reason_text(paid(437, 250).clamped), "only multiples of 100");
}

TEST_CASE("points as money: the reward's own limits clamp and say so") {
  Programme programme = simple_programme();
  pay(programme).maximum = 350;
  auto got = evaluate(programme, simple_situation({line(900)}, {{"pay", 500}}));
  REQUIRE(got);
  CHECK_EQ(got->rewards[0].cost, 300);
  CHECK_EQ(reason_text(got->rewards[0].clamped), "at most 350 per sale");

  pay(programme).maximum_percent = 30;
  got = evaluate(programme, simple_situation({line(999)}, {{"pay", 500}}));
  REQUIRE(got);
  CHECK_EQ(got->rewards[0].cost, 200);  // floor(299.7), and no last cent below the share
  CHECK_EQ(reason_text(got->rewards[0].clamped), "at most 30 percent of 999");
}

TEST_CASE("points as money: more than there is, or less than the minimum, is refused") {
  Programme programme = simple_programme();
  CHECK_EQ(error_of(programme, simple_situation({line(5000)}, {{"pay", 1001}})),
           Error(Errc::insufficient, "reward pay: 1001 asked for, 1000 may be spent"));
  pay(programme).minimum = 250;
  CHECK_EQ(error_of(programme, simple_situation({line(5000)}, {{"pay", 299}})),
           Error(Errc::insufficient, "reward pay: at least 300 at a time, 299 asked for"));
  CHECK_EQ(
      error_of(programme, simple_situation({line(150)}, {{"pay", 0}})),
      Error(Errc::failed_precondition, "reward pay: at least 300 at a time, only 150 left to pay"));
  Situation poor = simple_situation({line(5000)}, {{"pay", 0}});
  poor.units[0].safe_to_spend = 299;
  CHECK_EQ(error_of(programme, poor).message,
           "reward pay: at least 300 at a time, 299 may be spent");
}

TEST_CASE("choices are used in their order, each on what is left") {
  const Programme programme = simple_programme();
  const auto got =
      evaluate(programme, simple_situation({line(100), line(340)}, {{"off", 0}, {"pay", 0}}));
  REQUIRE(got);
  CHECK_EQ(got->rewards[0].value, Money{300});
  CHECK_EQ(got->rewards[1].value, Money{140});
  CHECK_EQ(got->rewards[1].cost, 200);
  CHECK_EQ(got->discount, got->total);
  CHECK(got->lines[0].earnings[0].not_counted.code == ReasonCode::nothing_paid);
  CHECK_EQ(error_of(programme, simple_situation({line(300)}, {{"off", 0}, {"pay", 0}})).message,
           "reward pay: nothing left to pay");
}

TEST_CASE("an unknown reward is named, with the nearest known one") {
  const Error error =
      error_of(simple_programme(), simple_situation({line(1)}, {{"off", 0}, {"pai", 0}}));
  CHECK_EQ(error, Error(Errc::not_found, "no reward pai in the programme", "did you mean pay?"));
}

TEST_CASE("broken limits are invalid arguments") {
  const Programme programme = simple_programme();
  const auto code = [&](const Situation& situation) {
    return name(error_of(programme, situation).code);
  };
  const auto bad = name(Errc::invalid_argument);
  CHECK_EQ(code(simple_situation({line(-1)})), bad);
  CHECK_EQ(code(simple_situation({line(kMaxAmount), line(1)})), bad);
  CHECK_EQ(code(simple_situation(std::vector(kMaxBasketLines + 1, line(1)))), bad);
  CHECK_EQ(code(simple_situation({line(900)}, {{"off", 0}, {"off", 0}})), bad);
  CHECK_EQ(code(simple_situation({line(900)}, {{"pay", -1}})), bad);
  CHECK_EQ(code(simple_situation({line(900)}, std::vector<RewardChoice>(21, {"off", 0}))), bad);
  Situation situation = simple_situation({line(900)});
  situation.units[0].safe_to_spend = 1001;
  CHECK_EQ(code(situation), bad);
  situation = simple_situation({line(900)});
  situation.units.push_back(situation.units[0]);
  CHECK_EQ(code(situation), bad);
  situation = simple_situation({line(900)});
  situation.business_date = kNever;
  CHECK_EQ(code(situation), bad);
}

TEST_CASE("a sale that would give more than the largest amount is refused, not wrapped") {
  Programme programme = simple_programme();
  programme.earn[0].quantity = 1'000'000;
  programme.earn[0].per = Money{1};
  CHECK_EQ(error_of(programme, simple_situation({line(kMaxAmount)})).message,
           "rule base would give more than 2000000000 points");
  programme.earn[0].quantity = 1;
  programme.earn.push_back(programme.earn[0]);
  CHECK_EQ(error_of(programme, simple_situation({line(kMaxAmount)})).message,
           "the sale would give more than 2000000000 points");
}

TEST_CASE("best of a group: most wins, the earlier among equals; what loses says so") {
  Programme programme = simple_programme();
  programme.groups = {{"g", true}};
  programme.earn[0].group = "g";
  programme.earn.push_back(programme.earn[0]);
  programme.earn[1].id = "bonus";
  const auto amounts = [&] {
    const auto got = evaluate(programme, simple_situation({line(300)}));
    REQUIRE(got);
    return std::pair(got->rules[0].lot.amount, got->rules[1].lot.amount);
  };
  CHECK_EQ(amounts(), std::pair<Quantity, Quantity>(3, 0));
  programme.earn[1].quantity = 2;
  CHECK_EQ(amounts(), std::pair<Quantity, Quantity>(0, 6));
  const auto got = evaluate(programme, simple_situation({line(300)}));
  REQUIRE(got);
  CHECK_EQ(reason_text(got->rules[0].not_applied), "best of g: bonus gives 6, this one 3");
  CHECK_EQ(got->lines[0].earnings[0].quantity, 0);
  programme.groups[0].best_of = false;
  CHECK_EQ(amounts(), std::pair<Quantity, Quantity>(3, 6));
}

TEST_CASE("multipliers apply in their order, each rounded down once") {
  Programme programme = simple_programme();
  programme.multipliers = {{"a", "points", "", 3, 2, {}}, {"b", "points", "", 5, 3, {}}};
  const auto got = evaluate(programme, simple_situation({line(200), line(300)}));
  REQUIRE(got);
  REQUIRE_EQ(got->rules.size(), 3);
  CHECK_EQ(got->rules[0].lot.amount, 5);
  CHECK_EQ(got->rules[1].lot.amount, 2);  // 5 x 3 / 2 = 7
  CHECK_EQ(got->rules[2].lot.amount, 4);  // 7 x 5 / 3 = 11
  CHECK_EQ(got->rules[2].counted.minor, 7);
  programme.multipliers[0].numerator = 1000;
  programme.multipliers[0].denominator = 1;
  programme.earn[0].quantity = 1'000'000;
  CHECK_EQ(error_of(programme, simple_situation({line(1000)})).message,
           "multiplier a would give more than 2000000000 points");
}

}  // namespace
}  // namespace loyald::programme

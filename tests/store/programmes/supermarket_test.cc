// SPDX-License-Identifier: Apache-2.0
// The sample programme does what its comments, a retailer's terms and conditions, promise.
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "store/programme/evaluate.h"
#include "store/programme/reason_text.h"
#include "store/programme_file.h"

namespace loyald::programme {
namespace {

constexpr const char* kFile = "packaging/programmes/supermarket.toml";

Programme supermarket() {
  std::ifstream file(kFile);
  std::stringstream text;
  text << file.rdbuf();
  auto programme = parse_programme(text.str(), kFile);
  if (!programme) FAIL(programme.error().message);
  return *std::move(programme);
}

const Date kDay = *parse_date("2026-11-21");

BasketLine line(const char* category, std::int64_t amount, const char* department = "SHOP") {
  return {"4711", category, department, "", {}, 1, Money{amount}};
}

// Groceries 41.30, coffee 23.90, tobacco 9.00, fuel 50.50, deposit 0.25: 124.95 EUR.
Situation saturday(std::vector<RewardChoice> choices) {
  const Date next_year = *parse_date("2027-03-01");
  const Wallet points{"points", {{kDay, next_year, 640}}, 0};
  const Wallet stamps{"stamps", {{kDay, next_year, 11}}, 0};
  return {kDay,
          {{points, 640}, {stamps, 11}},
          {{line("grocery", 4130), line("coffee", 2390), line("tobacco", 900),
            line("fuel", 5050, "FUEL"), line("deposit", 25)}},
          std::move(choices)};
}

TEST_CASE("a Saturday's basket earns by the terms") {
  const auto got = evaluate(supermarket(), saturday({}));
  REQUIRE(got);
  REQUIRE_GE(got->rules.size(), 4);
  const Date in_a_year = *parse_date("2027-11-21");
  CHECK_EQ(got->rules[0].lot, Lot{kDay, in_a_year, 65});  // 65.20 EUR of groceries and coffee
  CHECK_EQ(got->rules[1].lot, Lot{kDay, in_a_year, 25});  // 50.50 EUR of fuel
  CHECK_EQ(got->rules[2].lot, Lot{kDay, *parse_date("2027-05-21"), 2});
  CHECK(got->lines[2].earnings[0].not_counted.code == programme::ReasonCode::excluded_category);
  CHECK(got->lines[3].earnings[0].not_counted.code == programme::ReasonCode::excluded_department);
  CHECK(got->lines[4].earnings[0].not_counted.code == programme::ReasonCode::excluded_category);
  CHECK(got->lines[0].earnings[2].not_counted.code == programme::ReasonCode::not_included);
}

TEST_CASE("5 EUR off and the coffee stamps lower what is paid and what is earned") {
  const auto got = evaluate(supermarket(), saturday({{"five-off", 0}, {"coffee-on-us", 0}}));
  REQUIRE(got);
  CHECK_EQ(got->total, Money{12495});
  CHECK_EQ(got->discount, Money{800});
  CHECK_EQ(got->rewards[0].cost, 500);
  CHECK_EQ(got->rewards[1].cost, 10);
  CHECK_EQ(got->lines[2].discount, Money{0});  // tobacco is never cheaper
  CHECK_EQ(got->lines[4].discount, Money{0});
  CHECK_EQ(got->lines[3].discount, Money{0});
  CHECK_EQ(got->rules[0].lot.amount, 57);  // 65.20 EUR less 8.00 paid with points and stamps
}

TEST_CASE("points pay for at most half of the goods, in hundreds") {
  Situation situation = saturday({{"pay-with-points", 0}});
  auto got = evaluate(supermarket(), situation);
  REQUIRE(got);
  CHECK_EQ(got->rewards[0].cost, 600);
  CHECK_EQ(got->rewards[0].value, Money{600});

  situation.basket.lines = {line("grocery", 900), line("tobacco", 900)};
  situation.choices[0].quantity = 600;
  got = evaluate(supermarket(), situation);
  REQUIRE(got);
  CHECK_EQ(got->rewards[0].cost, 400);
  CHECK_EQ(reason_text(got->rewards[0].clamped), "at most 50 percent of 900");
}

TEST_CASE("below 20 EUR there is no 5 EUR off") {
  Situation situation = saturday({});
  situation.basket.lines = {line("grocery", 1999)};
  const auto got = offers(supermarket(), situation);
  CHECK_EQ(got[0].unavailable, "minimum spend 2000 not reached: 1999");
  CHECK_EQ(got[1].cost, 600);
  CHECK_EQ(got[2].unavailable, "no line that it may be used on");
}

TEST_CASE("our own brand gives two points more for each Euro, at most 200 a month") {
  Situation situation = saturday({});
  BasketLine own = line("grocery", 9050);
  own.brand = "Hofgut";
  situation.basket.lines = {own, line("grocery", 1000)};
  auto got = evaluate(supermarket(), situation);
  REQUIRE(got);
  CHECK_EQ(got->rules[0].lot.amount, 100);
  CHECK_EQ(got->rules[3].rule, "own-brand");
  CHECK_EQ(got->rules[3].lot.amount, 181);
  situation.basket.lines[0].amount = Money{20000};
  got = evaluate(supermarket(), situation);
  REQUIRE(got);
  CHECK_EQ(got->rules[3].lot.amount, 200);
  CHECK_EQ(reason_text(got->rules[3].clamped), "at most 200 a month, 0 before");
}

TEST_CASE("150 points become a voucher of 1.50 EUR, good for three months") {
  const auto got = evaluate(supermarket(), saturday({{"voucher", 2}}));
  REQUIRE(got);
  CHECK_EQ(got->rewards[0].cost, 300);
  const auto issued = std::find_if(got->rules.begin(), got->rules.end(),
                                   [](const auto& rule) { return rule.unit == "vouchers"; });
  REQUIRE(issued != got->rules.end());
  CHECK_EQ(issued->lot, Lot{kDay, *parse_date("2027-02-21"), 2});

  Situation later = saturday({{"use-voucher", 2}});
  later.units.push_back({{"vouchers", {{kDay, *parse_date("2027-02-21"), 3}}, 0}, 3});
  const auto used = evaluate(supermarket(), later);
  REQUIRE(used);
  CHECK_EQ(used->discount, Money{300});
}

TEST_CASE("with automatic = true every 150 points become a voucher by themselves") {
  std::ifstream file(kFile);
  std::stringstream text;
  text << file.rdbuf();
  std::string changed = text.str();
  const std::string by_choice = "gives = \"vouchers\" }";
  changed.replace(changed.find(by_choice), by_choice.size(),
                  "gives = \"vouchers\", automatic = true }");
  const auto programme = parse_programme(changed, kFile);
  REQUIRE(programme);
  const auto got = evaluate(*programme, saturday({}));
  REQUIRE(got);
  // 640 points there and 90 earned are 730: four vouchers, 130 points stay.
  CHECK_EQ(got->rewards[0].cost, 600);
}

}  // namespace
}  // namespace loyald::programme

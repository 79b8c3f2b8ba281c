// SPDX-License-Identifier: Apache-2.0
#include "store/liability.h"

#include <doctest/doctest.h>

#include "store/programme_file.h"

namespace loyald {
namespace {

programme::Programme with_rewards(const std::string& rewards) {
  auto programme = parse_programme(
      "name = \"P\"\ncurrency = \"EUR\"\n"
      "[[unit]]\nid = \"points\"\n[[unit]]\nid = \"stamps\"\n"
      "[[unit]]\nid = \"coffee\"\n" +
          rewards,
      "p.toml");
  if (!programme) FAIL(programme.error().message);
  return *std::move(programme);
}

std::string reward(const char* id, const char* unit, const std::string& kind) {
  return std::string("[[reward]]\nid = \"") + id + "\"\nunit = \"" + unit + "\"\n" + kind + "\n";
}

TEST_CASE("a unit is worth the best rate of the rewards that turn it into money") {
  const auto worths = unit_worths(
      with_rewards(reward("pay", "points", "points_as_money = { cost = 100, value = 90 }") +
                   reward("off", "points", "amount_off = { cost = 500, value = 500 }") +
                   reward("less", "points", "amount_off = { cost = 50, value = 40 }")));
  REQUIRE_EQ(worths.size(), 1);
  CHECK_EQ(worths.at("points"), UnitWorth{1, 1, "reward off"});
}

TEST_CASE("a voucher is worth what it gives, over several exchanges") {
  const auto programme =
      with_rewards(reward("card", "points", "voucher = { cost = 20, gives = \"stamps\" }") +
                   reward("full", "stamps", "voucher = { cost = 10, gives = \"coffee\" }") +
                   reward("cup", "coffee", "cheapest_free = { cost = 1, of = 1 }"));
  CHECK(unit_worths(programme).empty());  // a free item has no fixed value
  const auto worths = unit_worths(programme, {{"coffee", {1, 250, "given"}}});
  CHECK_EQ(worths.at("stamps"), UnitWorth{1, 25, "reward full"});
  CHECK_EQ(worths.at("points"), UnitWorth{4, 5, "reward card"});
}

TEST_CASE("a ceiling is the value of a percentage, and what is given goes before") {
  const auto programme =
      with_rewards(reward("tenth", "points",
                          "percent_off = { cost = 200, basis_points = 1000, ceiling = 500 }") +
                   reward("free", "stamps", "percent_off = { cost = 200, basis_points = 1000 }"));
  CHECK_EQ(unit_worths(programme).at("points"), UnitWorth{2, 5, "reward tenth"});
  CHECK_FALSE(unit_worths(programme).contains("stamps"));
  CHECK_EQ(unit_worths(programme, {{"points", {10, 1, "given"}}}).at("points"),
           UnitWorth{10, 1, "given"});
}

TEST_CASE("exchanges in a circle come to an end") {
  const auto worths = unit_worths(with_rewards(
      reward("a", "points", "voucher = { cost = 1, gives = \"stamps\", quantity = 2 }") +
      reward("b", "stamps", "voucher = { cost = 1, gives = \"points\", quantity = 2 }") +
      reward("c", "points", "amount_off = { cost = 1, value = 2000000000 }")));
  CHECK_GE(worths.at("points").value, 1);
  CHECK_LE(worths.at("points").value, kMaxAmount);
}

TEST_CASE("what is owed is rounded up, and less what is expected to expire") {
  const UnitWorths worths{{"points", {3, 10, "given"}}};
  const UnitCount count{1000, 0, 600, 200, 200};
  CHECK_EQ(breakage_basis_points(count), 2500);
  const Liability owed = liability_of("points", count, worths);
  CHECK_EQ(owed.full, Money{667});
  CHECK_EQ(owed.expected, Money{501});
  CHECK_EQ(worth_rounded_down(worths, "points", 200), Money{666});
}

TEST_CASE("where nothing has expired, breakage is not known") {
  CHECK_EQ(breakage_basis_points({10, 0, 10, 0, 0}), std::nullopt);
  const Liability owed = liability_of("points", {10, 0, 0, 0, 10}, {{"points", {1, 1, ""}}});
  CHECK_EQ(owed.full, owed.expected);
  CHECK_EQ(liability_of("stamps", {10, 0, 0, 0, 10}, {}).worth, std::nullopt);
}

TEST_CASE("a worth is written as units and value") {
  const auto worth = parse_unit_worth("points=100/95");
  REQUIRE(worth);
  CHECK_EQ(worth->first, "points");
  CHECK_EQ(worth->second, UnitWorth{100, 95, "given"});
  for (const char* bad : {"", "points", "points=100", "=1/1", "points=0/1", "points=-1/1",
                          "points=1/-1", "points=1/x", "points=1/2/3", "points=1/2000000001"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_unit_worth(bad));
  }
}

}  // namespace
}  // namespace loyald

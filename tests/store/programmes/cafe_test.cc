// SPDX-License-Identifier: Apache-2.0
// The terms of packaging/programmes/cafe.toml, held by a real store.
#include "tests/store/programmes/terms.h"

namespace loyald::testing {
namespace {

using Lines = std::vector<programme::BasketLine>;

programme::BasketLine coffees(std::int64_t count) {
  return Terms::line("coffee", 350 * count, count);
}

TEST_CASE("Every coffee gives a stamp, every lunch one on a card of its own") {
  Terms cafe("cafe");
  cafe.buy(kAnna, {coffees(3), Terms::line("lunch", 2400, 2), Terms::line("cookie", 250)});
  CHECK(cafe.has(kAnna, "coffee-stamps") == 3);
  CHECK(cafe.has(kAnna, "lunch-stamps") == 2);
}

TEST_CASE("Ten coffee stamps become a free coffee at once, which is good for three months") {
  Terms cafe("cafe");
  cafe.buy(kAnna, {coffees(9)});
  CHECK(cafe.has(kAnna, "free-coffee") == 0);
  cafe.buy(kAnna, {coffees(3)});
  CHECK(cafe.has(kAnna, "free-coffee") == 1);
  CHECK(cafe.has(kAnna, "coffee-stamps") == 2);
  CHECK(cafe.last_day(kAnna, "free-coffee") == "2027-02-20");
  cafe.on("2027-02-21");
  CHECK(cafe.has(kAnna, "free-coffee") == 0);
}

TEST_CASE("One sale may fill more than one card") {
  Terms cafe("cafe");
  cafe.buy(kAnna, {coffees(23)});
  CHECK(cafe.has(kAnna, "free-coffee") == 2);
  CHECK(cafe.has(kAnna, "coffee-stamps") == 3);
}

TEST_CASE("The fifth stamp of each card brings a cookie and costs nothing") {
  Terms cafe("cafe");
  cafe.buy(kAnna, {coffees(4)});
  CHECK(cafe.has(kAnna, "cookie") == 0);
  cafe.buy(kAnna, {coffees(1)});
  CHECK(cafe.has(kAnna, "cookie") == 1);
  CHECK(cafe.has(kAnna, "coffee-stamps") == 5);
  cafe.buy(kAnna, {coffees(4)});
  CHECK(cafe.has(kAnna, "cookie") == 1);
  cafe.buy(kAnna, {coffees(7)});  // the second card's sixth
  CHECK(cafe.has(kAnna, "cookie") == 2);
  const v1::Sale with = cafe.buy(kAnna, {Terms::line("cookie", 250)}, {{"use-cookie", 0}});
  CHECK(discount_of(with) == 250);
}

TEST_CASE("The cheapest coffee of the basket is the free one, and gives no stamp by itself") {
  Terms cafe("cafe");
  cafe.buy(kAnna, {coffees(10)});
  const v1::Sale sale = cafe.buy(
      kAnna, {Terms::line("coffee", 420), Terms::line("coffee", 280), Terms::line("cookie", 100)},
      {{"use-coffee", 0}});
  CHECK(discount_of(sale) == 280);
  CHECK(sale.outcomes(1).discount() == 280);
  CHECK(cafe.has(kAnna, "coffee-stamps") == 1);
  CHECK(cafe.has(kAnna, "free-coffee") == 0);
}

TEST_CASE("Around the birthday one coffee a year is on the house, without any stamps") {
  Terms cafe("cafe", "2026-11-19");
  Person anna;
  anna.name = "Anna";
  anna.birthday = *parse_date("1990-11-21");
  cafe.enrol(kAnna, anna);
  CHECK(discount_of(cafe.buy(kAnna, {coffees(1)}, {{"birthday", 0}})) == 350);
  CHECK(cafe.refusal(kAnna, {coffees(1)}, {{"birthday", 0}}).find("at most 1 a year") !=
        std::string::npos);
  cafe.on("2027-11-25");
  CHECK_FALSE(cafe.try_to_buy(kAnna, {coffees(1)}, {{"birthday", 0}}));
  cafe.on("2027-11-24");
  CHECK(discount_of(cafe.buy(kAnna, {coffees(1)}, {{"birthday", 0}})) == 350);
  CHECK_FALSE(cafe.try_to_buy(kBernd, {coffees(1)}, {{"birthday", 0}}));
}

TEST_CASE("Coffees that come back take their stamps along, and the free coffee that they filled") {
  Terms cafe("cafe");
  cafe.buy(kAnna, {coffees(8)});
  cafe.buy(kAnna, {coffees(4)});
  CHECK(cafe.has(kAnna, "free-coffee") == 1);
  cafe.bring_back(2);
  CHECK(cafe.has(kAnna, "free-coffee") == 1);
  CHECK(cafe.has(kAnna, "coffee-stamps") == 0);
  cafe.bring_back(3);
  CHECK(cafe.has(kAnna, "free-coffee") == 0);
  CHECK(cafe.has(kAnna, "coffee-stamps") == 9);
}

}  // namespace
}  // namespace loyald::testing

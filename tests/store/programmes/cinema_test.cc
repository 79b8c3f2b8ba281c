// SPDX-License-Identifier: Apache-2.0
// The terms of packaging/programmes/cinema.toml, held by a real store: number 7.
#include "tests/store/programmes/terms.h"

namespace loyald::testing {
namespace {

programme::BasketLine tickets(std::int64_t count = 1) {
  return Terms::line("ticket", 1'100 * count, count);
}

programme::BasketLine membership() {
  programme::BasketLine line = Terms::line("service", 2'900);
  line.sku = "MEMBERSHIP";
  return line;
}

TEST_CASE("Whoever buys the membership pays a fifth less for tickets, for a year") {
  Terms cinema("cinema", "2026-03-10");
  CHECK_FALSE(cinema.try_to_buy(kAnna, {tickets()}, {{"members-price", 0}}));
  cinema.buy(kAnna, {membership()});
  CHECK(discount_of(cinema.buy(kAnna, {tickets(2), Terms::line("popcorn", 500)},
                               {{"members-price", 0}})) == 440);
  cinema.on("2027-03-09");
  CHECK(discount_of(cinema.buy(kAnna, {tickets()}, {{"members-price", 0}})) == 220);
  cinema.on("2027-03-10");
  CHECK_FALSE(cinema.try_to_buy(kAnna, {tickets()}, {{"members-price", 0}}));
}

TEST_CASE("Renewed early, the new year follows the old one") {
  Terms cinema("cinema", "2026-03-10");
  cinema.buy(kAnna, {membership()});
  cinema.on("2027-02-01");
  cinema.buy(kAnna, {membership()});
  CHECK(cinema.last_day(kAnna, "membership") == "2028-03-09");
  CHECK(cinema.has(kAnna, "membership") == 1);
}

TEST_CASE("A membership that comes back is over") {
  Terms cinema("cinema");
  cinema.buy(kAnna, {membership()});
  cinema.bring_back(1);
  CHECK_FALSE(cinema.try_to_buy(kAnna, {tickets()}, {{"members-price", 0}}));
}

TEST_CASE("The fourth visit in a month gives a free ticket, the eighth does not") {
  Terms cinema("cinema", "2026-10-01");
  for (int visit = 1; visit <= 8; ++visit) {
    cinema.on("2026-10-0" + std::to_string(visit));
    cinema.buy(kAnna, {tickets()});
    CHECK(cinema.has(kAnna, "free-ticket") == (visit >= 4 ? 1 : 0));
  }
  cinema.on("2026-11-02");
  CHECK(cinema.has(kAnna, "visits") == 0);
  for (int visit = 0; visit < 4; ++visit) cinema.buy(kAnna, {tickets()});
  CHECK(cinema.has(kAnna, "free-ticket") == 2);
  CHECK(discount_of(cinema.buy(kAnna, {tickets(2)}, {{"use-ticket", 2}})) == 2'200);
}

TEST_CASE("Three months in a row give popcorn; a month without a visit begins again") {
  Terms cinema("cinema", "2026-01-31");
  const auto visit = [&](const std::string& day) {
    cinema.on(day);
    cinema.buy(kAnna, {tickets()});
    cinema.buy(kAnna, {tickets()});  // a second visit in the month adds nothing
    return cinema.has(kAnna, "streak");
  };
  CHECK(visit("2026-01-31") == 1);
  CHECK(visit("2026-02-28") == 2);
  CHECK(cinema.has(kAnna, "popcorn-voucher") == 0);
  CHECK(visit("2026-03-01") == 3);
  CHECK(cinema.has(kAnna, "popcorn-voucher") == 1);
  CHECK(visit("2026-05-01") == 1);
  CHECK(visit("2026-06-30") == 2);
  CHECK(visit("2026-07-01") == 3);
  CHECK(cinema.has(kAnna, "popcorn-voucher") == 1);  // the first has expired
  CHECK(discount_of(cinema.buy(kAnna, {Terms::line("popcorn", 550)}, {{"use-popcorn", 0}})) == 550);
}

TEST_CASE("A collector's cup for 60 points, as long as there are any") {
  Terms cinema("cinema");
  cinema.buy(kAnna, {tickets(18)});
  CHECK(cinema.has(kAnna, "points") == 180);
  CHECK_FALSE(cinema.try_to_buy(kAnna, {tickets()}, {{"cup", 0}}));
  cinema.deliver("cups", 2);
  cinema.buy(kAnna, {tickets()}, {{"cup", 2}});
  CHECK(cinema.has(kAnna, "points") == 70);
  CHECK_FALSE(cinema.try_to_buy(kAnna, {tickets()}, {{"cup", 0}}));
}

TEST_CASE("At most 50 cups a month at each cinema") {
  Terms cinema("cinema");
  cinema.deliver("cups", 80);
  cinema.buy(kAnna, {tickets(600)});
  CHECK_FALSE(cinema.try_to_buy(kAnna, {tickets()}, {{"cup", 51}}));
  cinema.buy(kAnna, {tickets()}, {{"cup", 50}});
  CHECK_FALSE(cinema.try_to_buy(kAnna, {tickets()}, {{"cup", 0}}));
  cinema.on("2026-12-01");
  cinema.buy(kAnna, {tickets()}, {{"cup", 1}});
}

TEST_CASE("Points expire on the anniversary of joining") {
  Terms cinema("cinema", "2026-04-01");
  cinema.buy(kAnna, {tickets()});
  cinema.on("2027-03-31");
  cinema.buy(kAnna, {tickets()});
  CHECK(cinema.has(kAnna, "points") == 20);
  cinema.on("2027-04-01");
  CHECK(cinema.has(kAnna, "points") == 0);
}

TEST_CASE("Of the first 200 tickets of December exactly 5 win, the same for the same seed") {
  std::vector<int> first;
  for (int time = 0; time < 2; ++time) {
    Terms cinema("cinema", "2026-12-01");
    std::vector<int> winners;
    for (int sale = 0; sale < 203; ++sale) {
      const v1::Sale sold = cinema.buy(time == 0 ? kAnna : kBernd, {tickets()});
      for (const v1::RuleOutcome& rule : sold.rules()) {
        if (rule.rule() == "anniversary" && rule.unit() == "free-ticket") winners.push_back(sale);
      }
    }
    CHECK(winners.size() == 5);
    if (time == 0) first = winners;
    CHECK(winners == first);
  }
}

TEST_CASE("There is no draw outside of December") {
  Terms cinema("cinema", "2026-11-30");
  const v1::Sale sold = cinema.buy(kAnna, {tickets()});
  for (const v1::RuleOutcome& rule : sold.rules()) CHECK(rule.rule() != "anniversary");
}

}  // namespace
}  // namespace loyald::testing

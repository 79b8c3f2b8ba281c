// SPDX-License-Identifier: Apache-2.0
// The terms of packaging/programmes/diy.toml, held by a real store.
#include "tests/store/programmes/terms.h"

namespace loyald::testing {
namespace {

programme::BasketLine paint(std::int64_t cents, std::int64_t quantity = 1) {
  programme::BasketLine line = Terms::line("paint", cents, quantity);
  line.tax_rate = 1900;
  return line;
}
programme::BasketLine timber(std::int64_t cents, std::int64_t quantity = 1) {
  return Terms::line("timber", cents, quantity);
}

TEST_CASE("2 % of what goods cost without tax, to be spent after 14 days") {
  Terms shop("diy");
  shop.buy(kAnna, {paint(11'900)});  // 100.00 without tax
  CHECK(shop.has(kAnna, "cashback") == 0);
  CHECK(shop.pending(kAnna, "cashback") == 200);
  shop.on("2026-12-05");
  CHECK(shop.has(kAnna, "cashback") == 200);
}

TEST_CASE("It expires at the end of the quarter in which it becomes two years old") {
  Terms shop("diy");
  shop.buy(kAnna, {paint(11'900)});
  CHECK(shop.last_day(kAnna, "cashback") == "2028-12-31");
}

TEST_CASE("At most 50 EUR a month, and not of gift cards and rentals") {
  Terms shop("diy");
  shop.buy(kAnna, {paint(238'000), Terms::line("gift-card", 10'000), Terms::line("rental", 9'000)});
  CHECK(shop.pending(kAnna, "cashback") == 4'000);
  shop.buy(kAnna, {paint(238'000)});
  CHECK(shop.pending(kAnna, "cashback") == 5'000);
  shop.on("2026-12-01");
  shop.buy(kAnna, {paint(11'900)});
  CHECK(shop.pending(kAnna, "cashback") == 5'200);
}

TEST_CASE("Tradespeople get half as much again") {
  Terms shop("diy");
  shop.buy(kAnna, {paint(119)});
  shop.put_into_segment(kAnna, "trade");
  const v1::Sale sale = shop.buy(kAnna, {paint(11'900)});
  CHECK(given_by(sale, "two-percent") == 200);
  CHECK(given_by(sale, "trade") == 100);
}

TEST_CASE("1 % of timber from 200 EUR on, after 30 days") {
  Terms shop("diy");
  shop.buy(kAnna, {timber(19'999)});
  CHECK(shop.pending(kAnna, "bulk") == 0);
  shop.buy(kAnna, {timber(20'000)});
  CHECK(shop.pending(kAnna, "bulk") == 200);
  CHECK(shop.pending(kAnna, "cashback") == 0);
}

TEST_CASE("Cashback pays like money from 1 EUR on: prices stay, and what it paid earns nothing") {
  Terms shop("diy");
  shop.buy(kAnna, {paint(59'500)});
  shop.on("2026-12-05");
  CHECK(shop.has(kAnna, "cashback") == 1'000);
  const v1::Sale sale = shop.buy(kAnna, {paint(11'900)}, {{"pay", 1'000}});
  CHECK(sale.rewards(0).tender());
  CHECK(sale.rewards(0).value() == 1'000);
  // 109.00 were paid otherwise: 91.59 without tax.
  CHECK(given_by(sale, "two-percent") == 183);
  CHECK_FALSE(shop.try_to_buy(kBernd, {paint(11'900)}, {{"pay", 100}}));
}

TEST_CASE("A basket can be paid to the last cent") {
  Terms shop("diy");
  shop.buy(kAnna, {paint(59'500)});
  shop.on("2026-12-05");
  const v1::Sale sale = shop.buy(kAnna, {paint(333)}, {{"pay", 1'000}});
  CHECK(sale.rewards(0).value() == 333);
  CHECK(shop.has(kAnna, "cashback") == 667);
}

TEST_CASE("What comes back within the window takes its cashback along, part by part") {
  Terms shop("diy");
  shop.buy(kAnna, {paint(35'700, 3)});
  CHECK(shop.pending(kAnna, "cashback") == 600);
  CHECK(shop.bring_back(1).refund() == 11'900);
  CHECK(shop.pending(kAnna, "cashback") == 400);
  CHECK(shop.bring_back(3).refund() == 23'800);
  CHECK(shop.pending(kAnna, "cashback") == 0);
  CHECK(shop.owes(kAnna, "cashback") == 0);
}

TEST_CASE("Cashback that was spent already is deducted from the refund") {
  Terms shop("diy");
  shop.buy(kAnna, {paint(59'500)});
  const std::string sale = shop.last;
  shop.on("2026-12-05");
  shop.buy(kAnna, {Terms::line("rental", 5'000)}, {{"pay", 900}});
  const v1::SaleReturn back = shop.bring_back(1, sale);
  CHECK(back.refund() == 59'500 - 900);
  CHECK(back.charged() == 900);
  CHECK(shop.has(kAnna, "cashback") == 0);
  CHECK(shop.owes(kAnna, "cashback") == 0);
}

TEST_CASE("Of bulk cashback only what is still pending is taken back") {
  Terms shop("diy");
  shop.buy(kAnna, {timber(40'000, 4)});
  shop.bring_back(1);
  CHECK(shop.pending(kAnna, "bulk") == 300);
  shop.on("2026-12-21");
  CHECK(shop.has(kAnna, "bulk") == 300);
  const v1::SaleReturn back = shop.bring_back(4);
  CHECK(back.refund() == 30'000);
  CHECK(shop.has(kAnna, "bulk") == 300);
  REQUIRE(back.untaken_size() == 1);
  CHECK(back.untaken(0).quantity() == 300);
}

TEST_CASE("Tool points may be owed, 500 at most") {
  Terms shop("diy");
  shop.buy(kAnna, {Terms::line("saw", 90'000, 60, "TOOLS")});
  const std::string sale = shop.last;
  CHECK(shop.has(kAnna, "tool-points") == 600);
  shop.buy(kAnna, {Terms::line("saw", 90'000, 1, "TOOLS")}, {{"blade", 6}});
  CHECK(shop.has(kAnna, "tool-points") == 10);
  const v1::SaleReturn back = shop.bring_back(60, sale);
  CHECK(shop.owes(kAnna, "tool-points") == 500);
  REQUIRE(back.untaken_size() >= 1);
}

TEST_CASE("What was paid with cashback comes back as cashback, with its own dates") {
  Terms shop("diy");
  shop.buy(kAnna, {paint(59'500)});
  shop.on("2026-12-05");
  shop.buy(kAnna, {Terms::line("rental", 5'000)}, {{"pay", 1'000}});
  CHECK(shop.has(kAnna, "cashback") == 0);
  CHECK(shop.bring_back(1).refund() == 4'000);
  CHECK(shop.has(kAnna, "cashback") == 1'000);
  CHECK(shop.last_day(kAnna, "cashback") == "2028-12-31");
}

}  // namespace
}  // namespace loyald::testing

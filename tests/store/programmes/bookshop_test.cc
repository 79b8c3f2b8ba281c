// SPDX-License-Identifier: Apache-2.0
// The terms of packaging/programmes/bookshop.toml, held by a real store.
#include "tests/store/programmes/terms.h"

namespace loyald::testing {
namespace {

programme::BasketLine book(std::int64_t cents) { return Terms::line("book", cents); }
programme::BasketLine game(std::int64_t cents) { return Terms::line("game", cents); }

TEST_CASE("Nothing makes a book cheaper, and books earn nothing") {
  Terms shop("bookshop");
  shop.buy(kAnna, {game(6'000)});
  CHECK(shop.has(kAnna, "points") == 20);
  CHECK(shop.refusal(kAnna, {book(2'500)}, {{"three-off", 0}}) ==
        "reward three-off: no line that it may be used on");
  const v1::Sale sale = shop.buy(kAnna, {book(2'500), game(1'000)}, {{"three-off", 0}});
  CHECK(sale.outcomes(0).discount() == 0);
  CHECK(sale.outcomes(1).discount() == 300);
  CHECK(sale.outcomes(0).earnings(0).quantity() == 0);
}

TEST_CASE("What rounding leaves counts with the next purchase: nothing is lost") {
  Terms shop("bookshop");
  for (int i = 0; i < 3; ++i) shop.buy(kAnna, {game(100)});
  CHECK(shop.has(kAnna, "points") == 1);
  for (int i = 0; i < 7; ++i) shop.buy(kAnna, {game(250)});
  CHECK(shop.has(kAnna, "points") == (300 + 1'750) / 300);
}

TEST_CASE("What the house recommends gives a point more each, unless it is a book") {
  Terms shop("bookshop");
  programme::BasketLine pick = Terms::line("game", 600, 2);
  pick.tags = {"house-pick"};
  programme::BasketLine novel = book(2'000);
  novel.tags = {"house-pick"};
  CHECK(given_by(shop.buy(kAnna, {pick, novel}), "picks") == 2);
}

TEST_CASE("The first purchase after joining gives 20 points, the second does not") {
  Terms shop("bookshop");
  shop.enrol(kAnna);
  CHECK(given_by(shop.buy(kAnna, {book(900)}), "first-purchase") == 20);
  CHECK(given_by(shop.buy(kAnna, {book(900)}), "first-purchase") == 0);
  CHECK(given_by(shop.buy(kBernd, {book(900)}), "first-purchase") == 0);  // never joined
}

TEST_CASE("Friends: 30 points for both with the first 20 EUR, after 30 days") {
  Terms shop("bookshop");
  shop.enrol(kAnna);
  shop.enrol(kBernd, {}, kAnna);
  shop.buy(kBernd, {book(1'999)});
  CHECK(shop.pending(kAnna, "points") == 0);
  shop.buy(kBernd, {book(2'000)});
  CHECK(shop.pending(kAnna, "points") == 30);
  CHECK(shop.pending(kBernd, "points") == 30);
  shop.buy(kBernd, {book(5'000)});
  CHECK(shop.pending(kAnna, "points") == 30);
  shop.on("2026-12-21");
  CHECK(shop.has(kAnna, "points") == 30);
}

TEST_CASE("When the friend's purchase comes back, both lose the 30 points") {
  Terms shop("bookshop");
  shop.enrol(kAnna);
  shop.enrol(kBernd, {}, kAnna);
  shop.buy(kBernd, {book(2'000)});
  shop.bring_back(1);
  CHECK(shop.pending(kAnna, "points") == 0);
  CHECK(shop.pending(kBernd, "points") == 0);
  CHECK(shop.has(kBernd, "introduced") == 1);  // the next purchase counts as the first
  shop.buy(kBernd, {book(2'000)});
  CHECK(shop.pending(kAnna, "points") == 30);
}

TEST_CASE("Thanks for at most ten friends a year") {
  Terms shop("bookshop");
  shop.enrol(kAnna);
  for (int i = 0; i < 12; ++i) {
    const std::string card = "05000000000" + std::to_string(10 + i);
    shop.enrol(card, {}, kAnna);
    shop.buy(card, {book(2'000)});
  }
  CHECK(shop.pending(kAnna, "points") == 300);
}

TEST_CASE("Nobody refers themselves") {
  Terms shop("bookshop");
  shop.enrol(kAnna);
  const EnrolRequest request{shop.fixture.origin("again"), kAnna, {}, StoreFixture::card(kAnna)};
  CHECK_FALSE(
      shop.fixture.commit([&] { return shop.fixture.store->enrol(shop.fixture.moment, request); }));
}

TEST_CASE("Three for two of calendars and stationery: the cheapest is free") {
  Terms shop("bookshop");
  const v1::Sale sale = shop.buy(
      kAnna, {Terms::line("calendar", 1'500), Terms::line("stationery", 700, 2), book(100)},
      {{"three-for-two", 0}});
  CHECK(discount_of(sale) == 350);
  CHECK_FALSE(shop.try_to_buy(kAnna, {Terms::line("calendar", 1'500, 2)}, {{"three-for-two", 0}}));
}

TEST_CASE("A survey gives 5 points") {
  Terms shop("bookshop");
  shop.post(kAnna, "survey");
  CHECK(shop.has(kAnna, "points") == 5);
}

}  // namespace
}  // namespace loyald::testing

// SPDX-License-Identifier: Apache-2.0
// The terms of packaging/programmes/fashion.toml, held by a real store.
#include "tests/store/programmes/terms.h"

namespace loyald::testing {
namespace {

programme::BasketLine clothes(std::int64_t euros) { return Terms::line("clothes", euros * 100); }

std::string tier_of(const v1::Sale& sale) { return sale.inputs().tier(); }

TEST_CASE("A point for every Euro, after the return window of 14 days, for two years") {
  Terms shop("fashion");
  shop.buy(kAnna, {clothes(80), Terms::line("gift-card", 5000)});
  CHECK(shop.has(kAnna, "points") == 0);
  CHECK(shop.pending(kAnna, "points") == 80);
  shop.on("2026-12-05");
  CHECK(shop.has(kAnna, "points") == 80);
  CHECK(shop.last_day(kAnna, "points") == "2028-12-04");
}

TEST_CASE("500 EUR in a calendar year make silver, 1500 gold: from the next purchase on") {
  Terms shop("fashion");
  CHECK(tier_of(shop.buy(kAnna, {clothes(499)})) == "bronze");
  CHECK(tier_of(shop.buy(kAnna, {clothes(1)})) == "bronze");
  CHECK(tier_of(shop.buy(kAnna, {clothes(1000)})) == "silver");
  CHECK(tier_of(shop.buy(kAnna, {clothes(10)})) == "gold");
  CHECK(tier_of(shop.buy(kBernd, {clothes(10)})) == "bronze");
}

TEST_CASE("What was spent counts for its own calendar year only") {
  Terms shop("fashion", "2026-12-31");
  shop.buy(kAnna, {clothes(400)});
  CHECK(shop.has(kAnna, "spend") == 400);
  shop.on("2027-01-01");
  CHECK(shop.has(kAnna, "spend") == 0);
  shop.buy(kAnna, {clothes(400)});
  CHECK(tier_of(shop.buy(kAnna, {clothes(1)})) == "bronze");
}

TEST_CASE("A tier is kept until the end of the next year and four weeks more, then one step down") {
  Terms shop("fashion", "2026-06-01");
  shop.buy(kAnna, {clothes(1500)});
  shop.on("2027-12-31");
  CHECK(tier_of(shop.buy(kAnna, {clothes(1)})) == "gold");
  shop.on("2028-01-28");
  CHECK(tier_of(shop.buy(kAnna, {clothes(1)})) == "gold");
  shop.on("2028-01-29");
  CHECK(tier_of(shop.buy(kAnna, {clothes(1)})) == "silver");
  shop.on("2029-12-31");
  CHECK(tier_of(shop.buy(kAnna, {clothes(1)})) == "silver");
  shop.on("2030-02-01");
  CHECK(tier_of(shop.buy(kAnna, {clothes(1)})) == "bronze");
}

TEST_CASE("A tier that is reached on New Year's Day is kept until the end of the next year, too") {
  Terms shop("fashion", "2026-01-01");
  shop.buy(kAnna, {clothes(1500)});
  shop.on("2027-12-31");
  CHECK(tier_of(shop.buy(kAnna, {clothes(1)})) == "gold");
}

TEST_CASE("Silver gets a quarter more points, gold half as much again") {
  Terms shop("fashion");
  shop.buy(kAnna, {clothes(500)});
  const v1::Sale silver = shop.buy(kAnna, {clothes(103)});
  CHECK(given_by(silver, "base") == 103);
  CHECK(given_by(silver, "silver-quarter") == 25);  // 128.75, rounded down
  shop.buy(kAnna, {clothes(1000)});
  const v1::Sale gold = shop.buy(kAnna, {clothes(103)});
  CHECK(given_by(gold, "gold-half") == 51);
  CHECK(given_by(gold, "silver-quarter") == 0);
}

TEST_CASE("100 EUR of the new collection give 50 points more, which tiers multiply, too") {
  Terms shop("fashion");
  programme::BasketLine dress = clothes(100);
  dress.tags = {"new-collection"};
  CHECK(given_by(shop.buy(kAnna, {dress}), "new-collection") == 50);
  CHECK(given_by(shop.buy(kAnna, {clothes(100)}), "new-collection") == 0);
  shop.buy(kAnna, {clothes(300)});
  CHECK(given_by(shop.buy(kAnna, {dress}), "silver-quarter") == 37);  // a quarter of 150
}

TEST_CASE("300 points take 10 EUR off 30 EUR and more") {
  Terms shop("fashion");
  shop.buy(kAnna, {clothes(300)});
  shop.on("2026-12-05");
  CHECK(shop.refusal(kAnna, {clothes(29)}, {{"ten-off", 0}}) ==
        "reward ten-off: minimum spend 3000 not reached: 2900");
  CHECK(discount_of(shop.buy(kAnna, {clothes(30)}, {{"ten-off", 0}})) == 1000);
}

TEST_CASE("In the week of the birthday 15 %, at most 40 EUR, once a year") {
  Terms shop("fashion", "2026-11-20");
  Person anna;
  anna.birthday = *parse_date("1985-11-22");
  shop.enrol(kAnna, anna);
  CHECK(discount_of(shop.buy(kAnna, {clothes(500)}, {{"birthday", 0}})) == 4000);
  CHECK_FALSE(shop.try_to_buy(kAnna, {clothes(100)}, {{"birthday", 0}}));
  shop.on("2027-11-25");
  CHECK(discount_of(shop.buy(kAnna, {clothes(100)}, {{"birthday", 0}})) == 1500);
}

TEST_CASE("Gold hears of the sale a week before everybody else") {
  Terms shop("fashion", "2026-12-01");
  shop.buy(kAnna, {clothes(1500)});
  const auto is_told = [&](const std::string& card) {
    const v1::Sale sale = shop.buy(card, {clothes(1)});
    return sale.rewards_size() == 1 && !sale.rewards(0).message().empty();
  };
  CHECK_FALSE(is_told(kAnna));
  shop.on("2027-01-02");
  CHECK(is_told(kAnna));
  CHECK_FALSE(is_told(kBernd));
  shop.on("2027-01-09");
  CHECK_FALSE(is_told(kAnna));
}

TEST_CASE("What comes back takes its points along, and its share of the year's spending") {
  Terms shop("fashion");
  shop.buy(kAnna, {Terms::line("clothes", 60000, 3)});
  shop.bring_back(1);
  CHECK(shop.pending(kAnna, "points") == 400);
  CHECK(shop.has(kAnna, "spend") == 400);
  shop.bring_back(3);
  CHECK(shop.pending(kAnna, "points") == 0);
  CHECK(tier_of(shop.buy(kAnna, {clothes(1)})) == "bronze");
}

}  // namespace
}  // namespace loyald::testing

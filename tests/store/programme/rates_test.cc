// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "store/programme/line_count.h"
#include "store/programme/lots.h"
#include "store/programme/reason_text.h"
#include "store/programme/rule_gift.h"
#include "tests/store/programme/random_situation.h"

namespace loyald::programme {
namespace {

EarnRule rule_of(Rate rate, Quantity quantity, std::int64_t per) {
  EarnRule rule;
  rule.id = "r";
  rule.unit = "points";
  rule.rate = rate;
  rule.quantity = quantity;
  rule.per.minor = per;
  return rule;
}

RuleGift gift(const EarnRule& rule, std::int64_t money, std::int64_t items,
              std::int64_t carried = 0, Quantity used = 0) {
  const auto got = give(rule, {{Money{money}, items, money > 0}, carried, used});
  REQUIRE(got);
  return *got;
}

TEST_CASE("rates: per money, per item, per visit") {
  struct Row {
    Rate rate;
    Quantity quantity;
    std::int64_t per;
    std::int64_t money;
    std::int64_t items;
    Quantity expected;
  };
  for (const Row& row : {Row{Rate::per_money, 1, 100, 1099, 7, 10},
                         {Rate::per_money, 3, 200, 1099, 7, 16},
                         {Rate::per_item, 1, 1, 1099, 7, 7},
                         {Rate::per_item, 2, 3, 1099, 7, 4},
                         {Rate::per_visit, 5, 1, 1099, 7, 5},
                         {Rate::per_visit, 5, 1, 1, 0, 5},
                         {Rate::per_visit, 5, 1, 0, 7, 0},
                         {Rate::per_item, 1, 1, 0, 0, 0}}) {
    CAPTURE(row.expected);
    CHECK_EQ(gift(rule_of(row.rate, row.quantity, row.per), row.money, row.items).quantity,
             row.expected);
  }
}

TEST_CASE("a minimum quantity is of the counted lines together") {
  EarnRule rule = rule_of(Rate::per_money, 1, 100);
  rule.minimum_quantity = 3;
  CHECK_EQ(reason_text(gift(rule, 900, 2).not_applied), "minimum quantity 3 not reached: 2");
  CHECK_EQ(gift(rule, 900, 3).quantity, 9);
}

TEST_CASE("caps say what they are and what was used") {
  EarnRule rule = rule_of(Rate::per_money, 1, 100);
  rule.most_per_sale = 8;
  CHECK_EQ(gift(rule, 900, 1).quantity, 8);
  CHECK_EQ(reason_text(gift(rule, 900, 1).clamped), "at most 8 per sale");
  CHECK_EQ(reason_text(gift(rule, 800, 1).clamped), "");
  rule.cap = Cap{"c", 20, Period::month};
  CHECK_EQ(gift(rule, 900, 1, 0, 15).quantity, 5);
  CHECK_EQ(reason_text(gift(rule, 900, 1, 0, 15).clamped), "at most 20 a month, 15 before");
  rule.cap->period = 30;
  CHECK_EQ(gift(rule, 900, 1, 0, 25).quantity, 0);
  CHECK_EQ(reason_text(gift(rule, 900, 1, 0, 25).not_applied), "at most 20 in 30 days, 25 before");
}

TEST_CASE("what rounding leaves and what was carried add up to the rate") {
  for_each_seed(3000, [](Random& random) {
    const EarnRule rule = rule_of(Rate::per_money, between(random, 1, 9), between(random, 1, 300));
    std::int64_t carried = 0;
    std::int64_t counted = 0;
    Quantity given = 0;
    for (int sale = 0; sale < 6; ++sale) {
      const std::int64_t money = between(random, 1, 500);
      const RuleGift got = gift(rule, money, 1, carried);
      CHECK_GE(got.left, 0);
      CHECK_LT(got.left, rule.per.minor);
      carried = got.left;
      counted += money;
      given += got.quantity;
    }
    // As if it had all been one sale: nothing was lost.
    CHECK_EQ(given, counted * rule.quantity / rule.per.minor);
  });
}

TEST_CASE("more than the largest amount is an error, not a wrap") {
  const EarnRule rule = rule_of(Rate::per_item, 1'000'000, 1);
  const auto got = give(rule, {{Money{1}, kMaxAmount, true}, 0, 0});
  REQUIRE_FALSE(got);
  CHECK_EQ(name(got.error().code), name(Errc::invalid_argument));
  const auto wrapped = give(rule, {{Money{1}, INT64_MAX / 1000, true}, 0, 0});
  CHECK_FALSE(wrapped);
}

TEST_CASE("which money of a line counts") {
  BasketLine line;
  line.quantity = 2;
  line.amount.minor = 1000;
  line.list_amount = Money{1200};
  line.tax_rate = 1900;
  EarnRule rule = rule_of(Rate::per_money, 1, 100);
  const auto counted = [&](std::int64_t discount) {
    return count(rule, line, Money{discount}).counted.minor;
  };
  CHECK_EQ(counted(0), 1000);
  CHECK_EQ(counted(300), 700);
  rule.list_amounts = true;
  CHECK_EQ(counted(300), 900);
  rule.without_tax = true;
  CHECK_EQ(counted(300), 756);  // 900 / 1.19 = 756.3
  rule.earn_on_rewards = true;
  CHECK_EQ(counted(300), 1008);  // 1200 / 1.19 = 1008.4
  line.list_amount.reset();
  CHECK_EQ(counted(300), 840);
  rule.rate = Rate::per_item;
  CHECK_EQ(count(rule, line, Money{}).counted_quantity, 2);
  line.quantity = 0;
  CHECK(count(rule, line, Money{}).not_counted.code == ReasonCode::no_quantity);
}

TEST_CASE("lots expire by days, and at the end of a period") {
  Unit unit{"points", "Points", 0, 0, 0};
  const Date day = *parse_date("2026-11-21");
  const auto expiry = [&] { return format(earned_lot(unit, {day}, 1).expires_on); };
  unit.expires_after_days = 10;
  CHECK_EQ(expiry(), "2026-12-01");  // valid until 30 November
  unit.expires_at_end_of = Period::month;
  CHECK_EQ(expiry(), "2026-12-01");
  unit.expires_after_days = 11;
  CHECK_EQ(expiry(), "2027-01-01");
  unit.expires_at_end_of = Period::quarter;
  CHECK_EQ(expiry(), "2027-01-01");
  unit.expires_after_days = 0;
  unit.expires_after_months = 12;
  CHECK_EQ(expiry(), "2028-01-01");  // 20 November 2027 is in the last quarter
  unit.expires_at_end_of = Period::month;
  CHECK_EQ(expiry(), "2027-12-01");
  unit.expires_after_months = 0;
  CHECK_EQ(earned_lot(unit, {day}, 1).expires_on, kNever);
  unit.pending_days = 14;
  CHECK_EQ(format(earned_lot(unit, {day}, 1).available_from), "2026-12-05");
  CHECK_EQ(format(earned_lot(unit, {day, 3}, 1).available_from), "2026-11-24");
}

TEST_CASE("what counts against a cap is gone when its period is over") {
  const Date saturday = *parse_date("2026-11-21");
  const auto dates = [&](std::variant<Period, int> period) {
    const Lot lot = counted_lot(Cap{"c", 1, period}, saturday, 1);
    return format(lot.available_from) + " " + format(lot.expires_on);
  };
  CHECK_EQ(dates(Period::day), "2026-11-21 2026-11-22");
  CHECK_EQ(dates(Period::week), "2026-11-16 2026-11-23");
  CHECK_EQ(dates(Period::month), "2026-11-01 2026-12-01");
  CHECK_EQ(dates(Period::quarter), "2026-10-01 2027-01-01");
  CHECK_EQ(dates(Period::year), "2026-01-01 2027-01-01");
  CHECK_EQ(dates(30), "2026-11-21 2026-12-21");
}

TEST_CASE("every day is in its period, and periods meet") {
  for_each_seed(2000, [](Random& random) {
    const Date day{static_cast<std::int32_t>(between(random, 400, 2'900'000))};
    for (Period period :
         {Period::day, Period::week, Period::month, Period::quarter, Period::year}) {
      const Date begin = begin_of(period, day);
      const Date end = end_of(period, day);
      CHECK_LE(begin, day);
      CHECK_LT(day, end);
      CHECK_EQ(begin_of(period, end), end);
      CHECK_EQ(end_of(period, begin), end);
    }
  });
}

}  // namespace
}  // namespace loyald::programme

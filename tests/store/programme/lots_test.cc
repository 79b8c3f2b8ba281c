// SPDX-License-Identifier: Apache-2.0
#include "store/programme/lots.h"

#include <doctest/doctest.h>

#include "tests/store/programme/random_situation.h"

namespace loyald::programme {
namespace {

constexpr Date day(std::int32_t offset) { return {kToday.days + offset}; }

bool is_before(const Lot& a, const Lot& b) {
  return std::pair(a.expires_on, a.available_from) < std::pair(b.expires_on, b.available_from);
}

Quantity sum(const std::vector<Lot>& lots) {
  Quantity total = 0;
  for (const Lot& lot : lots) total += lot.amount;
  return total;
}

TEST_CASE("a wallet stays ordered, without equal dates and without empty lots") {
  for_each_seed(2000, [](Random& random) {
    const Wallet wallet = random_wallet(random, "points");
    for (std::size_t i = 0; i < wallet.lots.size(); ++i) {
      CHECK_NE(wallet.lots[i].amount, 0);
      if (i > 0) CHECK(is_before(wallet.lots[i - 1], wallet.lots[i]));
    }
  });
}

TEST_CASE("the order in which lots are added makes no difference, and subtracting undoes adding") {
  for_each_seed(2000, [](Random& random) {
    const Wallet wallet = random_wallet(random, "points");
    Wallet backwards{"points", {}, wallet.debt};
    for (auto lot = wallet.lots.rbegin(); lot != wallet.lots.rend(); ++lot) {
      REQUIRE(add(backwards, *lot));
    }
    CHECK_EQ(backwards, wallet);
    Wallet changed = wallet;
    const Lot extra{day(-2), day(2), between(random, 1, 100)};
    REQUIRE(add(changed, extra));
    REQUIRE(add(changed, Lot{extra.available_from, extra.expires_on, -extra.amount}));
    CHECK_EQ(changed, wallet);
  });
}

TEST_CASE("what is chosen is spendable, is enough where there is enough, and expires soonest") {
  for_each_seed(3000, [](Random& random) {
    const Wallet wallet = random_wallet(random, "points");
    const Quantity wanted = between(random, 0, 300);
    const std::vector<Lot> chosen = choose(wallet, kToday, wanted);
    if (wanted <= spendable(wallet, kToday)) CHECK_EQ(sum(chosen), wanted);
    CHECK_LE(sum(chosen), wanted);

    std::size_t next = 0;
    bool may_follow = true;  // false once a lot was not used up
    for (const Lot& lot : wallet.lots) {
      const bool now = lot.available_from <= kToday && kToday < lot.expires_on;
      if (!now || lot.amount <= 0) continue;
      if (next == chosen.size() || chosen[next].expires_on != lot.expires_on ||
          chosen[next].available_from != lot.available_from) {
        may_follow = false;
        continue;
      }
      CHECK(may_follow);
      CHECK_GT(chosen[next].amount, 0);
      CHECK_LE(chosen[next].amount, lot.amount);
      may_follow = chosen[next].amount == lot.amount;
      ++next;
    }
    CHECK_EQ(next, chosen.size());
    if (sum(chosen) < wanted) CHECK(may_follow);
  });
}

TEST_CASE("a lot is pending before its first day, spendable through the day before it expires") {
  Wallet wallet{"points", {}, 0};
  REQUIRE(add(wallet, Lot{day(0), day(2), 7}));
  CHECK_EQ(spendable(wallet, day(-1)), 0);
  CHECK_EQ(pending(wallet, day(-1)), 7);
  CHECK_EQ(spendable(wallet, day(0)), 7);
  CHECK_EQ(pending(wallet, day(0)), 0);
  CHECK_EQ(spendable(wallet, day(1)), 7);
  CHECK_EQ(spendable(wallet, day(2)), 0);
}

TEST_CASE("debt and overdrawn lots lower what may be spent, not below nothing") {
  Wallet wallet{"points", {}, 0};
  REQUIRE(add(wallet, Lot{day(0), day(9), 50}));
  REQUIRE(add(wallet, Lot{day(0), day(5), -20}));
  CHECK_EQ(spendable(wallet, kToday), 30);
  wallet.debt = 10;
  CHECK_EQ(spendable(wallet, kToday), 20);
  CHECK_EQ(choose(wallet, kToday, 20), std::vector<Lot>{{day(0), day(9), 20}});
  wallet.debt = 100;
  CHECK_EQ(spendable(wallet, kToday), 0);
}

TEST_CASE("overflow is an error and changes nothing") {
  Wallet wallet{"points", {}, 0};
  REQUIRE(add(wallet, Lot{day(0), kNever, INT64_MAX}));
  REQUIRE(add(wallet, Lot{day(0), day(1), INT64_MAX}));
  const Wallet before = wallet;
  const auto added = add(wallet, Lot{day(0), kNever, 1});
  REQUIRE_FALSE(added);
  CHECK_EQ(added.error().code, Errc::invalid_argument);
  CHECK_EQ(wallet, before);
  CHECK_EQ(spendable(wallet, kToday), INT64_MAX);
}

TEST_CASE("earned units wait, then live for whole months from the day they can be spent") {
  const Date january = *parse_date("2027-01-30");
  const auto lot = [&](int months, int days) {
    return earned_lot(Unit{"points", "Points", months, days, 0}, {january}, 5);
  };
  CHECK_EQ(lot(0, 0), Lot{january, kNever, 5});
  CHECK_EQ(lot(12, 0), Lot{january, *parse_date("2028-01-30"), 5});
  // Pending for a day; 31 January + 1 month is the last of February.
  CHECK_EQ(lot(1, 1), Lot{*parse_date("2027-01-31"), *parse_date("2027-02-28"), 5});
  const Lot last = earned_lot(Unit{"points", "Points", 12, 3650, 0}, {Date{kNever.days - 1}}, 5);
  CHECK_EQ(last, Lot{kNever, kNever, 5});
}

}  // namespace
}  // namespace loyald::programme

// SPDX-License-Identifier: Apache-2.0
#include "store/explain.h"
#include "store/rebuild.h"
#include "tests/store/store_fixture.h"

using namespace loyald;
using loyald::testing::StoreFixture;

namespace {

const std::string kCard = "0420000000010";

// Points were earned, spent, and their goods brought back: 100 are owed.
void owe_a_hundred(StoreFixture& fixture) {
  REQUIRE(fixture.sell("bought", kCard, {fixture.line(10'000)}));
  REQUIRE(fixture.sell("used", kCard, {fixture.line(100)}, {{"pay", 100}}));
  REQUIRE(fixture.give_back("back", "bought", {{1, 1}}));
}

programme::Wallet points(StoreFixture& fixture) {
  return wallet_of(fixture.wallets(kCard), "points");
}

void check_rebuild(StoreFixture& fixture) {
  const auto expected = wallets_from_journal(fixture.store->books());
  REQUIRE(expected);
  CHECK(compare_ledger(fixture.store->books().wallets, *expected).different == 0);
}

}  // namespace

TEST_CASE("debt is paid once: not by lots that expire and then by later ones again") {
  StoreFixture fixture;
  owe_a_hundred(fixture);
  CHECK(points(fixture).debt == 100);
  REQUIRE(fixture.sell("pays", kCard, {fixture.line(10'000)}));
  CHECK(points(fixture).debt == 0);
  CHECK(fixture.safe(kCard) == 0);
  // The hundred that paid would have expired.
  fixture.moment.today = add_months(fixture.moment.today, 13);
  REQUIRE(fixture.sell("later", kCard, {fixture.line(10'000)}));
  CHECK(fixture.safe(kCard) == 100);
  check_rebuild(fixture);
}

TEST_CASE("settling takes the soonest to expire, and no more than is owed or there is") {
  StoreFixture fixture;
  owe_a_hundred(fixture);
  const auto some = fixture.sell("some", kCard, {fixture.line(3000)});
  REQUIRE(some);
  CHECK(some->entry.settled().debts(0).amount() == -30);
  CHECK(points(fixture).debt == 70);
  CHECK(points(fixture).lots.empty());
  CHECK(some->entry.sale().balances_after(0).quantity() == 0);
  const auto rest = fixture.sell("rest", kCard, {fixture.line(9000)});
  REQUIRE(rest);
  CHECK(rest->entry.settled().debts(0).amount() == -70);
  CHECK(points(fixture).debt == 0);
  CHECK(fixture.safe(kCard) == 20);
  CHECK(rest->entry.sale().balances_after(0).quantity() == 20);
  CHECK(!fixture.sell("more", kCard, {fixture.line(100)})->entry.has_settled());
  check_rebuild(fixture);
}

TEST_CASE("lots that became spendable meanwhile pay with whatever is recorded next") {
  std::string programme = testing::kProgramme;
  const std::string months = "expires_after_months = 12";
  programme.replace(programme.find(months), months.size(), months + "\npending_days = 5");
  StoreFixture fixture({}, programme);
  REQUIRE(fixture.sell("bought", kCard, {fixture.line(10'000)}));
  fixture.moment.today.days += 5;
  AdjustRequest taken{fixture.origin("t"), StoreFixture::card(kCard), "points", -100, "taken"};
  REQUIRE(fixture.commit([&] { return fixture.store->adjust(fixture.moment, taken); }));
  REQUIRE(fixture.give_back("back", "bought", {{1, 1}}));
  REQUIRE(fixture.sell("pending", kCard, {fixture.line(8000)}));
  CHECK(points(fixture).debt == 100);
  fixture.moment.today.days += 5;
  const auto linked = fixture.commit([&] {
    return fixture.store->link_card(
        fixture.moment, {fixture.origin("l"), StoreFixture::card(kCard), "0420000000027"});
  });
  REQUIRE(linked);
  CHECK(linked->entry.settled().debts(0).amount() == -80);
  CHECK(points(fixture).debt == 20);
  CHECK(points(fixture).lots.empty());
  check_rebuild(fixture);
}

TEST_CASE("a repeated call settles nothing twice, and an explanation says what was settled") {
  StoreFixture fixture;
  owe_a_hundred(fixture);
  REQUIRE(fixture.sell("pays", kCard, {fixture.line(4000)}));
  const auto again = fixture.sell("pays", kCard, {fixture.line(4000)});
  REQUIRE(again);
  CHECK(again->is_repeat);
  CHECK(points(fixture).debt == 60);
  std::string text;
  for (const std::string& line : explain(again->entry, nullptr)) text += line + "\n";
  CHECK(text.find("40 points that were owed are settled") != std::string::npos);
  CHECK(text.find("-40 points, spendable from 2026-09-21") != std::string::npos);
}

TEST_CASE("with a head office a store leaves debt to it") {
  RedeemPolicy policy;
  policy.has_head_office = true;
  StoreFixture fixture(policy);
  owe_a_hundred(fixture);
  const auto sold = fixture.sell("pays", kCard, {fixture.line(10'000)});
  REQUIRE(sold);
  CHECK(!sold->entry.has_settled());
  CHECK(points(fixture).debt == 100);
}

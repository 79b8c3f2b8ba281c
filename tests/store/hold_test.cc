// SPDX-License-Identifier: Apache-2.0
#include "store/rebuild_derived.h"
#include "tests/store/store_fixture.h"

using namespace loyald;
using loyald::testing::StoreFixture;

namespace {

const std::string kCard = "0420000000010";
const std::string kOther = "0420000000027";

CheckoutRequest basket(StoreFixture& fixture, const std::string& id, Quantity points) {
  return {fixture.origin(id), StoreFixture::card(kCard), {{fixture.line(5000)}}, {{"pay", points}}};
}

Result<Recorded> hold(StoreFixture& fixture, const std::string& id, Quantity points,
                      std::int32_t seconds = kHoldDefaultSeconds) {
  return fixture.commit([&] {
    return fixture.store->hold(fixture.moment, {basket(fixture, id, points), seconds});
  });
}

Result<Recorded> release(StoreFixture& fixture, const std::string& id, const std::string& held) {
  return fixture.commit([&] {
    return fixture.store->release(fixture.moment, {fixture.origin(id), {"1", held}});
  });
}

Result<Recorded> capture(StoreFixture& fixture, const std::string& id, Quantity points,
                         const std::string& held) {
  CheckoutRequest request = basket(fixture, id, points);
  request.hold = HoldName{"1", held};
  return fixture.commit([&] { return fixture.store->checkout(fixture.moment, request); });
}

bool says(const Result<Recorded>& result, const std::string& words) {
  return !result && result.error().message.find(words) != std::string::npos;
}

void earn(StoreFixture& fixture, const std::string& id, Quantity points) {
  REQUIRE(fixture.sell(id, kCard, {fixture.line(points * 100)}));
}

}  // namespace

TEST_CASE("a hold sets units aside and changes no lot") {
  StoreFixture fixture;
  earn(fixture, "a", 100);
  const auto before = fixture.wallets(kCard);
  const auto held = hold(fixture, "h", 60);
  REQUIRE(held);
  CHECK(held->entry.hold().amounts(0).unit() == "points");
  CHECK(held->entry.hold().amounts(0).quantity() == 60);
  CHECK(held->entry.hold().valid_until_ms() == fixture.moment.now.ms + 900'000);
  CHECK(fixture.wallets(kCard) == before);
  CHECK(fixture.safe(kCard) == 40);
  CHECK(fixture.unit(kCard, "points").held == 60);
  CHECK(fixture.unit(kCard, "points").confirmed == 100);

  SUBCASE("nobody else spends them: no sale, no hold, no adjustment") {
    CHECK(fixture.sell("b", kCard, {fixture.line(5000)}, {{"pay", 50}}).error().code ==
          Errc::insufficient);
    CHECK(hold(fixture, "h2", 50).error().code == Errc::insufficient);
    AdjustRequest take{fixture.origin("t"), StoreFixture::card(kCard), "points", -50, "mistake"};
    CHECK(
        fixture.commit([&] { return fixture.store->adjust(fixture.moment, take); }).error().code ==
        Errc::insufficient);
    CHECK(hold(fixture, "h3", 40));
    CHECK(fixture.safe(kCard) == 0);
  }
  SUBCASE("it survives a restart") {
    fixture.open();
    CHECK(fixture.safe(kCard) == 40);
    CHECK(hold(fixture, "h", 60)->is_repeat);
  }
  SUBCASE("it is over when its time has come, without anything having run") {
    fixture.moment.now.ms += 899'999;
    CHECK(fixture.safe(kCard) == 40);
    fixture.moment.now.ms += 1;
    CHECK(fixture.safe(kCard) == 100);
  }
  SUBCASE("it is over two business dates later, even where the clock was set back") {
    fixture.moment.now.ms -= 3'600'000;
    fixture.moment.today.days += 1;
    CHECK(fixture.safe(kCard) == 40);
    fixture.moment.today.days += 1;
    CHECK(fixture.safe(kCard) == 100);
  }
}

TEST_CASE("a checkout captures a hold; what is not used becomes free") {
  StoreFixture fixture;
  earn(fixture, "a", 100);
  REQUIRE(hold(fixture, "h", 80));
  const auto sold = capture(fixture, "s", 50, "h");
  REQUIRE(sold);
  CHECK(sold->entry.sale().hold().hold_id() == "h");
  CHECK(sold->entry.sale().hold().seq() == 2);
  CHECK(sold->entry.sale().rewards(0).cost() == 50);
  CHECK(fixture.unit(kCard, "points").held == 0);
  CHECK(fixture.safe(kCard) == 100 - 50 + 49);  // and 1 for every euro of the 49.50 paid

  CHECK(capture(fixture, "s", 50, "h")->is_repeat);
  CHECK(says(capture(fixture, "s2", 10, "h"), "captured before, by \"s\""));
  CHECK(says(release(fixture, "r", "h"), "captured before"));
  CHECK(fixture.sell("s", kCard, {fixture.line(5000)}, {{"pay", 50}}).error().code ==
        Errc::already_exists);
}

TEST_CASE("a released hold is free, and used up") {
  StoreFixture fixture;
  earn(fixture, "a", 100);
  REQUIRE(hold(fixture, "h", 80));
  REQUIRE(release(fixture, "r", "h"));
  CHECK(fixture.safe(kCard) == 100);
  CHECK(release(fixture, "r", "h")->is_repeat);
  CHECK(says(release(fixture, "r2", "h"), "released before, by \"r\""));
  CHECK(says(capture(fixture, "s", 80, "h"), "released before"));
  CHECK(fixture.store->books().journal.head().seq == 3);
}

TEST_CASE("a hold that is over is captured while its units are there, else the answer says so") {
  StoreFixture fixture;
  earn(fixture, "a", 100);
  REQUIRE(hold(fixture, "h", 80));
  fixture.moment.now.ms += 900'000;
  SUBCASE("they are") { CHECK(capture(fixture, "s", 80, "h")); }
  SUBCASE("they are not") {
    REQUIRE(fixture.sell("b", kCard, {fixture.line(5000)}, {{"pay", 90}}));
    CHECK(says(capture(fixture, "s", 80, "h"), "the hold was over at 2026-09-21T"));
  }
}

TEST_CASE("a hold is bounded and needs something to set aside") {
  StoreFixture fixture;
  earn(fixture, "a", 1000);
  for (std::size_t i = 0; i < kMaxOpenHolds; ++i) {
    REQUIRE(hold(fixture, "h" + std::to_string(i), 10));
  }
  CHECK(hold(fixture, "more", 10).error().code == Errc::resource_exhausted);
  REQUIRE(release(fixture, "r", "h0"));
  CHECK(hold(fixture, "more", 10));
  CheckoutRequest plain = basket(fixture, "n", 10);
  plain.choices.clear();
  CHECK(fixture.commit([&] {
                 return fixture.store->hold(fixture.moment, {plain, 900});
               })
            .error()
            .code == Errc::invalid_argument);
}

TEST_CASE("a hold is its member's own, and other operations are none") {
  StoreFixture fixture;
  earn(fixture, "a", 100);
  REQUIRE(fixture.sell("o", kOther, {fixture.line(10'000)}));
  REQUIRE(hold(fixture, "h", 80));
  CHECK(fixture.safe(kOther) == 100);
  CheckoutRequest request = basket(fixture, "s", 10);
  request.who = StoreFixture::card(kOther);
  request.hold = HoldName{"1", "h"};
  const auto refused =
      fixture.commit([&] { return fixture.store->checkout(fixture.moment, request); });
  CHECK(refused.error().code == Errc::permission_denied);
  CHECK(says(release(fixture, "r", "a"), "is a sale, not a hold"));
  CHECK(release(fixture, "r", "nothing").error().code == Errc::not_found);
  CHECK(says(hold(fixture, "h", 70), "recorded before with other content"));
}

TEST_CASE("a hold is of the household's wallet, and nobody moves out of it with held units") {
  StoreFixture fixture;
  earn(fixture, "a", 100);
  REQUIRE(fixture.sell("o", kOther, {fixture.line(10'000)}));
  const auto join = [&](const std::string& id) {
    return fixture.commit([&] {
      return fixture.store->join_household(
          fixture.moment,
          {fixture.origin(id), StoreFixture::card(kCard), StoreFixture::card(kOther), {}});
    });
  };
  REQUIRE(hold(fixture, "h", 80));
  CHECK(says(join("j"), "80 Points of the member are held for a sale"));
  REQUIRE(release(fixture, "r", "h"));
  REQUIRE(join("j"));
  REQUIRE(hold(fixture, "h2", 150));
  CHECK(fixture.safe(kOther) == 50);
  REQUIRE(release(fixture, "r2", "h2"));
  CHECK(fixture.safe(kOther) == 200);
  CHECK(derived_tables(fixture.store->books()) == derived_from_journal(fixture.store->books()));
}

TEST_CASE("a return of what earned the held units leaves nothing to spend, never less") {
  StoreFixture fixture;
  earn(fixture, "a", 100);
  REQUIRE(hold(fixture, "h", 80));
  REQUIRE(fixture.give_back("back", "a", {{1, 1}}));
  CHECK(fixture.safe(kCard) == 0);
  CHECK(capture(fixture, "s", 80, "h").error().code == Errc::insufficient);
}

TEST_CASE("a touched table of holds is found and mended from the journal") {
  StoreFixture fixture;
  earn(fixture, "a", 100);
  REQUIRE(hold(fixture, "h", 80));
  REQUIRE(hold(fixture, "h2", 10));
  REQUIRE(release(fixture, "r", "h2"));
  Books& books = fixture.store->books();
  const DerivedTables expected = derived_from_journal(books);
  CHECK(expected.holds.size() == 2);
  CHECK(derived_tables(books) == expected);
  books.database().exec("UPDATE hold SET closed_by = 0");
  books.database().exec("UPDATE day_count SET amount = amount + 1");
  CHECK(derived_tables(books).holds != expected.holds);
  CHECK(derived_tables(books).day_counts != expected.day_counts);
  sql::Transaction transaction(books.database());
  write_derived(books, expected);
  transaction.commit();
  CHECK(derived_tables(books) == expected);
}

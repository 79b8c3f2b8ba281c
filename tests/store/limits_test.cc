// SPDX-License-Identifier: Apache-2.0
#include "store/day_counts.h"
#include "store/programme_file.h"
#include "store/rebuild_derived.h"
#include "tests/store/store_fixture.h"

using namespace loyald;
using loyald::testing::StoreFixture;

namespace {

const std::string kCard = "0420000000010";
const std::string kOther = "0420000000027";

std::string with_limits(const std::string& limits) {
  return std::string(testing::kProgramme) + "[limits]\n" + limits + "\n";
}

Errc refusal(const Result<Recorded>& result) {
  REQUIRE(!result);
  CHECK(!result.error().hint.empty());
  return result.error().code;
}

}  // namespace

TEST_CASE("sales per member and day") {
  StoreFixture fixture({}, with_limits("sales_per_member_and_day = 2"));
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000)}));
  REQUIRE(fixture.sell("b", kCard, {fixture.line(1000)}));
  const auto refused = fixture.sell("c", kCard, {fixture.line(1000)});
  CHECK(refusal(refused) == Errc::resource_exhausted);
  CHECK(refused.error().message.find("2 sales a day with the same member's cards") !=
        std::string::npos);
  CHECK(fixture.store->books().journal.head().seq == 2);
  CHECK(fixture.sell("b", kCard, {fixture.line(1000)})->is_repeat);  // said again, not counted
  CHECK(fixture.sell("d", kOther, {fixture.line(1000)}));
  const auto quoted = quote(fixture.store->books(), {}, fixture.moment,
                            {StoreFixture::card(kCard), {{fixture.line(1000)}}, {}, std::nullopt});
  REQUIRE(!quoted);
  CHECK(quoted.error().code == Errc::resource_exhausted);

  SUBCASE("over all cards of the member") {
    REQUIRE(fixture.commit([&] {
      return fixture.store->link_card(
          fixture.moment, {fixture.origin("l"), StoreFixture::card(kCard), "0420000000034"});
    }));
    CHECK(refusal(fixture.sell("c", "0420000000034", {fixture.line(1000)})) ==
          Errc::resource_exhausted);
  }
  SUBCASE("a voided sale still counts") {
    REQUIRE(fixture.undo("v", "b"));
    CHECK(refusal(fixture.sell("c", kCard, {fixture.line(1000)})) == Errc::resource_exhausted);
  }
  SUBCASE("after a restart") {
    fixture.open();
    CHECK(refusal(fixture.sell("c", kCard, {fixture.line(1000)})) == Errc::resource_exhausted);
  }
  SUBCASE("another business date is another day") {
    fixture.moment.today.days += 1;
    CHECK(fixture.sell("c", kCard, {fixture.line(1000)}));
  }
}

TEST_CASE("redemptions per member and day") {
  StoreFixture fixture({}, with_limits("redemptions_per_member_and_day = 1"));
  REQUIRE(fixture.sell("a", kCard, {fixture.line(20'000)}));
  REQUIRE(fixture.sell("b", kCard, {fixture.line(5000)}, {{"pay", 10}}));
  CHECK(refusal(fixture.sell("c", kCard, {fixture.line(5000)}, {{"pay", 10}})) ==
        Errc::resource_exhausted);
  CHECK(fixture.sell("c", kCard, {fixture.line(5000)}));
}

TEST_CASE("sales per cashier with the same member, and per register") {
  SUBCASE("cashier") {
    StoreFixture fixture({}, with_limits("sales_per_cashier_with_same_member_and_day = 1"));
    REQUIRE(fixture.sell("a", kCard, {fixture.line(1000)}));
    CHECK(refusal(fixture.sell("b", kCard, {fixture.line(1000)})) == Errc::resource_exhausted);
    CheckoutRequest by_ben{
        {"1", "ben", "b", {}}, StoreFixture::card(kCard), {{fixture.line(1000)}}, {}};
    CHECK(fixture.commit([&] { return fixture.store->checkout(fixture.moment, by_ben); }));
  }
  SUBCASE("register") {
    StoreFixture fixture({}, with_limits("sales_per_register_and_day = 1"));
    REQUIRE(fixture.sell("a", kCard, {fixture.line(1000)}));
    CHECK(refusal(fixture.sell("b", kOther, {fixture.line(1000)})) == Errc::resource_exhausted);
    CheckoutRequest elsewhere{
        {"2", "anna", "b", {}}, StoreFixture::card(kCard), {{fixture.line(1000)}}, {}};
    CHECK(fixture.commit([&] { return fixture.store->checkout(fixture.moment, elsewhere); }));
  }
}

TEST_CASE("units earned per member and day, to the last one") {
  StoreFixture fixture({}, with_limits("earned_per_member_and_day = { points = 30 }"));
  REQUIRE(fixture.sell("a", kCard, {fixture.line(2000)}));
  CHECK(refusal(fixture.sell("b", kCard, {fixture.line(1100)})) == Errc::resource_exhausted);
  CHECK(fixture.sell("b", kCard, {fixture.line(1000)}));
}

TEST_CASE("a cashier's redeemed value per day") {
  StoreFixture fixture({}, with_limits("redeemed_value_per_cashier_and_day = 600"));
  REQUIRE(fixture.sell("a", kCard, {fixture.line(20'000)}));
  REQUIRE(fixture.sell("b", kCard, {fixture.line(5000)}, {{"five-off", 0}}));
  REQUIRE(fixture.sell("c", kOther, {fixture.line(20'000)}));
  CHECK(refusal(fixture.sell("d", kOther, {fixture.line(5000)}, {{"five-off", 0}})) ==
        Errc::resource_exhausted);
  CHECK(fixture.sell("d", kOther, {fixture.line(5000)}, {{"pay", 100}}));
}

TEST_CASE("returns per member and day") {
  StoreFixture fixture({}, with_limits("returns_per_member_and_day = 1"));
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000, 3)}));
  REQUIRE(fixture.give_back("r1", "a", {{1, 1}}));
  CHECK(refusal(fixture.give_back("r2", "a", {{1, 2}})) == Errc::resource_exhausted);
  fixture.moment.today.days += 1;
  CHECK(fixture.give_back("r2", "a", {{1, 2}}));
}

TEST_CASE("a sale of too long ago is not put on a card any more") {
  StoreFixture fixture({}, with_limits("attach_within_days = 3"));
  const auto late = [&](const std::string& id, int days) {
    CheckoutRequest request{
        fixture.origin(id), StoreFixture::card(kCard), {{fixture.line(1000)}}, {}};
    request.origin.business_date = Date{fixture.moment.today.days - days};
    return fixture.commit([&] { return fixture.store->checkout(fixture.moment, request); });
  };
  CHECK(late("a", 3));
  CHECK(refusal(late("b", 4)) == Errc::permission_denied);
  fixture.moment.today.days += 1;
  CheckoutRequest again{fixture.origin("a"), StoreFixture::card(kCard), {{fixture.line(1000)}}, {}};
  CHECK(fixture.commit([&] { return fixture.store->checkout(fixture.moment, again); })->is_repeat);
}

TEST_CASE("days that are not counted any more let nothing through") {
  StoreFixture fixture({}, with_limits("sales_per_member_and_day = 1"));
  CheckoutRequest request{
      fixture.origin("a"), StoreFixture::card(kCard), {{fixture.line(1000)}}, {}};
  request.origin.business_date = Date{fixture.moment.today.days - 61};
  CHECK(refusal(fixture.commit([&] { return fixture.store->checkout(fixture.moment, request); })) ==
        Errc::permission_denied);
}

TEST_CASE("old days are forgotten, and the journal says so too") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000)}));
  const std::size_t rows = fixture.store->books().day_counts.all(kFirstDate).size();
  CHECK(rows == 4);
  fixture.moment.today.days += 100;
  fixture.moment.now.ms += 100 * std::int64_t{86'400'000};
  REQUIRE(fixture.sell("b", kCard, {fixture.line(1000)}));
  Books& books = fixture.store->books();
  CHECK(books.day_counts.all(kFirstDate).size() == rows);
  CHECK(derived_tables(books) == derived_from_journal(books));
}

TEST_CASE("mistakes in [limits] are named") {
  const auto mistake = [](const std::string& limits) {
    const auto read = parse_programme(with_limits(limits), "programme.toml");
    REQUIRE(!read);
    return read.error().message + " " + read.error().hint;
  };
  CHECK(mistake("sales_per_member_and_day = -1").find("sales_per_member_and_day: must be 0 to") !=
        std::string::npos);
  CHECK(mistake("attach_within_days = 61").find("attach_within_days: must be 0 to 60") !=
        std::string::npos);
  CHECK(mistake("earned_per_member_and_day = { point = 3 }").find("points") != std::string::npos);
  CHECK(mistake("sales_per_member_and_dy = 3").find("sales_per_member_and_day") !=
        std::string::npos);
}

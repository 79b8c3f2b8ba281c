// SPDX-License-Identifier: Apache-2.0
#include "store/base/text.h"
#include "tests/store/store_fixture.h"

using namespace loyald;
using loyald::testing::StoreFixture;

namespace {
const std::string kCard = "0420000000010";
}

TEST_CASE("a card nobody has seen collects at once") {
  StoreFixture fixture;
  const auto before =
      identify(fixture.store->books(), {}, fixture.moment, StoreFixture::card(kCard));
  REQUIRE(before);
  CHECK(before->is_new);
  CHECK(before->member == member_of_unknown_card(kCard));
  const auto sold = fixture.sell("a", kCard, {fixture.line(1234)});
  REQUIRE(sold);
  CHECK(sold->entry.sale().rules(0).quantity() == 12);
  const auto after =
      identify(fixture.store->books(), {}, fixture.moment, StoreFixture::card(kCard));
  REQUIRE(after);
  CHECK(!after->is_new);
  CHECK(after->member == before->member);
  CHECK(fixture.safe(kCard) == 12);
}

TEST_CASE("the entry says what the receipt says") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(10'000)}));
  const auto sold =
      fixture.sell("b", kCard, {fixture.line(700), fixture.line(300)}, {{"five-off", 0}});
  REQUIRE(sold);
  const v1::Sale& sale = sold->entry.sale();
  CHECK(sale.rewards(0).cost() == 50);
  CHECK(sale.rewards(0).value() == 500);
  CHECK(sale.outcomes(0).discount() == 350);
  CHECK(sale.outcomes(1).discount() == 150);
  CHECK(sale.rules(0).counted() == 500);  // what was paid with points earns nothing
  CHECK(sale.rules(0).quantity() == 5);
  CHECK(sale.balances_after(0).quantity() == 100 - 50 + 5);
  CHECK(fixture.safe(kCard) == 55);
  CHECK(sale.programme_version() == kFirstOwnVersion);
}

TEST_CASE("quote and checkout agree") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(10'000)}));
  const programme::Basket basket{{fixture.line(999), fixture.line(1, 1, "COFFEE")}};
  const auto quoted = quote(fixture.store->books(), {}, fixture.moment,
                            {StoreFixture::card(kCard), basket, {{"pay", 20}}, std::nullopt});
  REQUIRE(quoted);
  const auto sold = fixture.sell("b", kCard, basket.lines, {{"pay", 20}});
  REQUIRE(sold);
  CHECK(quoted->evaluation.discount.minor == sold->entry.sale().rewards(0).value());
  CHECK(quoted->evaluation.rules[0].lot.amount == sold->entry.sale().rules(0).quantity());
  CHECK(quoted->offers.size() == 2);
}

TEST_CASE("the same id gives the same receipt; other content is refused and named") {
  StoreFixture fixture;
  const auto first = fixture.sell("a", kCard, {fixture.line(1000)});
  const auto again = fixture.sell("a", kCard, {fixture.line(1000)});
  REQUIRE(first);
  REQUIRE(again);
  CHECK(again->is_repeat);
  CHECK(again->seq == first->seq);
  CHECK(again->hash == first->hash);
  CHECK(again->entry.SerializeAsString() == first->entry.SerializeAsString());
  CHECK(fixture.safe(kCard) == 10);

  const auto other_amount = fixture.sell("a", kCard, {fixture.line(1001)});
  REQUIRE(!other_amount);
  CHECK(other_amount.error().code == Errc::already_exists);
  CHECK(other_amount.error().message.find("sale.lines[0].amount: 1000 -> 1001") !=
        std::string::npos);
  const auto other_card = fixture.sell("a", "0420000000027", {fixture.line(1000)});
  REQUIRE(!other_card);
  CHECK(other_card.error().message.find("sale.card") != std::string::npos);
  const auto other_kind = fixture.undo("a", "a");
  REQUIRE(!other_kind);
  CHECK(other_kind.error().message.find("it is a sale") != std::string::npos);
  CHECK(fixture.store->books().journal.head().seq == 1);
}

TEST_CASE("a retry after midnight is still the same operation") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000)}));
  fixture.moment.today.days += 1;
  const auto again = fixture.sell("a", kCard, {fixture.line(1000)});
  REQUIRE(again);
  CHECK(again->is_repeat);
  CheckoutRequest dated{fixture.origin("a"), StoreFixture::card(kCard), {{fixture.line(1000)}}, {}};
  dated.origin.business_date = fixture.moment.today;
  const auto other = fixture.commit([&] { return fixture.store->checkout(fixture.moment, dated); });
  REQUIRE(!other);
  CHECK(other.error().message.find("business_date") != std::string::npos);
}

TEST_CASE("two registers may use the same id") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000)}));
  CheckoutRequest request{{"2", "", "a", {}}, StoreFixture::card(kCard), {{fixture.line(1)}}, {}};
  CHECK(fixture.commit([&] { return fixture.store->checkout(fixture.moment, request); }));
}

TEST_CASE("nobody redeems more than there is, and nothing is recorded") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(4000)}));
  const auto refused = fixture.sell("b", kCard, {fixture.line(4000)}, {{"five-off", 0}});
  REQUIRE(!refused);
  CHECK(refused.error().code == Errc::insufficient);
  CHECK(fixture.store->books().journal.head().seq == 1);
  // The id is free: the same sale without the reward goes through under it.
  CHECK(fixture.sell("b", kCard, {fixture.line(4000)}));
}

TEST_CASE("an unknown reward is refused, naming the nearest") {
  StoreFixture fixture;
  const auto refused = fixture.sell("a", kCard, {fixture.line(4000)}, {{"five-of", 0}});
  REQUIRE(!refused);
  CHECK(refused.error().code == Errc::not_found);
  CHECK((refused.error().message + refused.error().hint).find("five-off") != std::string::npos);
}

TEST_CASE("units expire and vest by date, without anything having run") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000, 1, "COFFEE")}));
  CHECK(fixture.unit(kCard, "stamps").safe_to_spend == 0);
  CHECK(fixture.unit(kCard, "stamps").pending == 4);
  fixture.moment.today.days += 14;
  CHECK(fixture.unit(kCard, "stamps").safe_to_spend == 4);
  CHECK(fixture.safe(kCard) == 10);
  fixture.moment.today = add_months({20'717}, 12);
  CHECK(fixture.safe(kCard) == 0);
  fixture.moment.today.days -= 1;
  CHECK(fixture.safe(kCard) == 10);
  CHECK(fixture.unit(kCard, "points").expiring.size() == 1);
}

TEST_CASE("in a chain a member may spend what the store holds, and offline up to a floor limit") {
  RedeemPolicy policy;
  policy.has_head_office = true;
  StoreFixture fixture(policy);
  REQUIRE(fixture.sell("a", kCard, {fixture.line(20'000)}));
  CHECK(fixture.unit(kCard, "points").confirmed == 0);
  CHECK(fixture.unit(kCard, "points").since_then == 200);
  CHECK(fixture.safe(kCard) == 200);  // credited here, nobody else may spend it
  fixture.moment.now.ms += 3'600'000;
  REQUIRE(fixture.commit([&]() -> Result<int> {
    CHECK(fixture.store->seal(fixture.moment.now, std::chrono::minutes(10)));
    return 0;
  }));
  CHECK(fixture.safe(kCard) == 0);
  REQUIRE(fixture.sell("d", kCard, {fixture.line(1'000)}));
  CHECK(fixture.safe(kCard) == 10);

  policy.floor_limit = 70;
  policy.floor_limit_per_day = 1000;
  fixture.set_policy(policy);
  CHECK(fixture.safe(kCard) == 80);
  REQUIRE(fixture.sell("b", kCard, {fixture.line(5000)}, {{"pay", 50}}));
  CHECK(fixture.safe(kCard) == 20 + 49);  // the sale's own 49, and what of the limit is left
  const auto refused = fixture.sell("c", kCard, {fixture.line(5000)}, {{"pay", 70}});
  REQUIRE(!refused);
  CHECK(refused.error().code == Errc::insufficient);

  SUBCASE("connected, there is no such risk to take") {
    REQUIRE(fixture.commit([&]() -> Result<int> {
      fixture.store->record_contact(fixture.moment.now, 0);
      return 0;
    }));
    CHECK(fixture.safe(kCard) == 49);
    fixture.moment.now.ms += 61'000;
    CHECK(fixture.safe(kCard) == 69);
    fixture.moment.now.ms -= 3'600'000;
    CHECK(fixture.safe(kCard) == 69);  // a clock that went back does not make it fresh
  }
  SUBCASE("all members together risk so much on a day") {
    // 10 of the 50 were the store's own.
    const v1::JournalEntry entry = fixture.store->books().recorded(4).entry;
    REQUIRE(entry.risked_size() == 1);
    CHECK(entry.risked(0).unit() == "points");
    CHECK(entry.risked(0).quantity() == 40);
    policy.floor_limit_per_day = 45;
    fixture.set_policy(policy);
    CHECK(fixture.safe(kCard) == 49 + 5);
    fixture.moment.today = fixture.moment.today + std::chrono::days(1);
    CHECK(fixture.safe(kCard) == 49 + 20);
  }
  SUBCASE("a limit of its own for a unit") {
    policy.floor_limit_by_unit["points"] = 60;
    fixture.set_policy(policy);
    CHECK(fixture.safe(kCard) == 59);
  }
}

TEST_CASE("books survive closing: the same state is read again") {
  StoreFixture fixture;
  const auto first = fixture.sell("a", kCard, {fixture.line(1000)});
  fixture.open();
  CHECK(fixture.safe(kCard) == 10);
  const auto again = fixture.sell("a", kCard, {fixture.line(1000)});
  REQUIRE(again);
  CHECK(again->is_repeat);
  CHECK(again->hash == first->hash);
}

TEST_CASE("one call's failure in a shared batch undoes that call alone") {
  StoreFixture fixture;
  Store::Batch batch(*fixture.store);
  const auto sell = [&](const char* id, std::vector<programme::RewardChoice> choices) {
    return batch.run([&] {
      return fixture.store->checkout(
          fixture.moment,
          {fixture.origin(id), StoreFixture::card(kCard), {{fixture.line(1000)}}, choices});
    });
  };
  REQUIRE(sell("a", {}));
  REQUIRE(!sell("b", {{"five-off", 0}}));
  REQUIRE(sell("c", {}));
  batch.commit();
  CHECK(fixture.store->books().journal.head().seq == 2);
  CHECK(fixture.store->books().journal.verify(1));
  CHECK(fixture.safe(kCard) == 20);
}

// SPDX-License-Identifier: Apache-2.0
// A store that is given up for good.
#include "tests/support/doctest.h"

#include "sync/headoffice/archive_check.h"
#include "tests/sync/support/pair.h"

namespace loyald::testing {
namespace {

Result<Recorded> close_store(Shop& shop, Timestamp now) {
  return shop.run([&] { return shop.store().decommission(now, "the lease of the shop ended"); });
}

IncarnationState state_of(TwoShops& world, Shop& shop) {
  return world.office.books().incarnations.find(shop.books().name())->state;
}

}  // namespace

TEST_CASE("a closed store gives back all that it holds, and others can spend it") {
  TwoShops world;
  REQUIRE(world.shop.sell(world.now, "42", 100'000));
  world.talk();
  // What it has just been credited is the store's until then.
  acquire(world.other, world.office, world.now, "42");
  CHECK_FALSE(world.other.sell(world.now, "42", 2000, 100));

  REQUIRE(close_store(world.shop, world.now));
  world.talk();
  CHECK(state_of(world, world.shop) == IncarnationState::closed);
  acquire(world.other, world.office, world.now, "42");
  CHECK(world.other.sell(world.now, "42", 2000, 100));
  CHECK(world.office.books().rights.of_owner(member_of_unknown_card("42")).size() > 0);
}

TEST_CASE("a closed store records nothing any more, and says why") {
  TwoShops world;
  REQUIRE(world.shop.sell(world.now, "42", 1000));
  const auto closed = close_store(world.shop, world.now);
  REQUIRE(closed);
  CHECK(world.shop.books().closed() == "the lease of the shop ended");
  const auto sold = world.shop.sell(world.now, "42", 1000);
  REQUIRE_FALSE(sold);
  CHECK(sold.error().code == Errc::failed_precondition);
  CHECK(sold.error().message.find("the lease of the shop ended") != std::string::npos);
  // Nothing the agent does by itself either, and saying it again is the same entry.
  world.talk();
  CHECK(close_store(world.shop, world.now)->seq == closed->seq);
  CHECK(world.shop.books().journal.head().seq == closed->seq);
}

TEST_CASE("a closed store has said all and is at rest") {
  TwoShops world;
  REQUIRE(world.shop.sell(world.now, "42", 1000));
  REQUIRE(close_store(world.shop, world.now));
  world.talk();
  CHECK_FALSE(world.shop.agent().problem());
  world.now = world.now + std::chrono::hours(1);
  CHECK(converse(world.shop, world.office, world.now) == 0);
  CHECK(world.office.books().incarnations.find(world.shop.books().name())->seq ==
        world.shop.books().journal.head().seq);
}

TEST_CASE("a closed store's number is not used again") {
  TwoShops world;
  REQUIRE(close_store(world.shop, world.now));
  world.talk();
  Shop again(world.directory.file("again"), 1, world.random);
  again.open(world.now);
  converse(again, world.office, world.now);
  REQUIRE(again.agent().problem());
  CHECK(again.agent().problem()->find("given up for good") != std::string::npos);
}

TEST_CASE("a store is not closed in the middle of a sale, nor without a head office") {
  TwoShops world;
  REQUIRE(world.shop.sell(world.now, "42", 100'000));
  REQUIRE(world.shop.run([&] {
    CheckoutRequest checkout{world.shop.origin(), {IdentifierKind::card, "42"}, {}, {}};
    programme::BasketLine line;
    line.sku = "4001";
    line.amount = {5000};
    checkout.basket.lines.push_back(line);
    checkout.choices.push_back({"pay", 100});
    return world.shop.store().hold({world.now, kToday}, {checkout, 600});
  }));
  CHECK(close_store(world.shop, world.now).error().code == Errc::failed_precondition);
  CHECK_FALSE(world.shop.books().closed());
}

}  // namespace loyald::testing

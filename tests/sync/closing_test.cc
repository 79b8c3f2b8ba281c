// SPDX-License-Identifier: Apache-2.0
// A store that is given up for good.
#include <filesystem>

#include "tests/support/doctest.h"

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

TEST_CASE("a closed store has said all, and looks on without a problem") {
  TwoShops world;
  REQUIRE(world.shop.sell(world.now, "42", 1000));
  REQUIRE(close_store(world.shop, world.now));
  world.talk();
  CHECK_FALSE(world.shop.agent().problem());
  world.now = world.now + std::chrono::hours(1);
  CHECK(converse(world.shop, world.office, world.now) == 1);
  CHECK_FALSE(world.shop.agent().problem());
  CHECK(world.office.books().incarnations.find(world.shop.books().name())->seq ==
        world.shop.books().journal.head().seq);
}

TEST_CASE("a closed store whose last answer was lost says all again and has no problem") {
  TwoShops world;
  REQUIRE(world.shop.sell(world.now, "42", 1000));
  REQUIRE(close_store(world.shop, world.now));
  const Agent::Step step = world.shop.agent().next(world.now);
  const auto& push = std::get<v1::PushRequest>(std::get<Agent::Send>(step).request);
  REQUIRE(world.office.push(world.now, push)->verdict() == v1::ACCEPTED);
  world.shop.agent().on_failure(world.now, Error(Errc::deadline_exceeded, "lost"), std::nullopt);
  CHECK(state_of(world, world.shop) == IncarnationState::closed);
  world.talk();
  CHECK_FALSE(world.shop.agent().problem());
  CHECK(world.shop.books().sync_position().counted_seq == world.shop.books().journal.head().seq);
}

TEST_CASE("a closed store is told nothing of members any more") {
  TwoShops world;
  REQUIRE(close_store(world.shop, world.now));
  world.talk();
  REQUIRE(world.other.sell(world.now, "43", 1000));
  world.talk();
  CHECK_FALSE(world.shop.agent().problem());
  CHECK_FALSE(world.shop.books().confirmed(member_of_unknown_card("43")));
  v1::PullRequest pull;
  pull.set_store_id(1);
  pull.set_incarnation(world.shop.books().name().incarnation.str());
  const auto page = world.office.office().pull(world.now, pull);
  REQUIRE_FALSE(page);
  CHECK(page.error().code == Errc::failed_precondition);
  world.shop.agent().look_up("43");
  converse(world.shop, world.office, world.now);
  CHECK_FALSE(world.shop.books().confirmed(member_of_unknown_card("43")));
}

TEST_CASE("what another copy of a closed store's books adds is not taken") {
  TwoShops world;
  REQUIRE(world.shop.sell(world.now, "42", 1000));
  world.talk();
  world.shop.close();
  const std::string copy = world.directory.file("copy.db");
  std::filesystem::copy_file(world.shop.path(), copy);
  world.shop.open(world.now);
  REQUIRE(close_store(world.shop, world.now));
  world.talk();
  Shop forged(copy, 1, world.random);
  forged.open(world.now);
  REQUIRE(forged.sell(world.now, "42", 1000));
  REQUIRE(forged.sell(world.now, "42", 1000));
  const auto answer = world.office.push(world.now, push_of(forged, 2, 2));
  REQUIRE(answer);
  CHECK(answer->verdict() == v1::FORK);
  CHECK(state_of(world, world.shop) == IncarnationState::closed);
  CHECK(world.office.books().incarnations.find(world.shop.books().name())->seq ==
        world.shop.books().journal.head().seq);
}

TEST_CASE("a closed store's number is not used again, and gets no certificate") {
  TwoShops world;
  HeadOffice& office = world.office.office();
  constexpr std::uint64_t kNeverEnrolled = 0;
  REQUIRE(office.require_renewable(1, kNeverEnrolled));
  REQUIRE(close_store(world.shop, world.now));
  world.talk();
  CHECK(office.require_renewable(1, kNeverEnrolled).error().code == Errc::failed_precondition);
  CHECK(
      world.office.run([&] { return office.begin_enrolment(world.now, 1, "code"); }).error().code ==
      Errc::failed_precondition);
  CHECK(office.require_renewable(2, kNeverEnrolled));
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

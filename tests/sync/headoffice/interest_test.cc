// SPDX-License-Identifier: Apache-2.0
// A chain whose stores hear only of those who were there (FeedScope::seen).
#include "tests/support/doctest.h"

#include "tests/sync/support/pair.h"
#include "tests/sync/support/postgres.h"

namespace loyald::testing {
namespace {

struct SeenPair : TwoShops {
  SeenPair() {
    office.close();
    office.feed_scope = FeedScope::seen;
    office.open();
  }

  bool has_heard(Shop& at, const std::string& card) {
    const auto found = at.books().find_member({IdentifierKind::card, card});
    return found && at.books().is_followed(found->member);
  }
  Quantity points(Shop& at, const std::string& card) {
    const auto found = at.books().find_member({IdentifierKind::card, card});
    REQUIRE(found);
    const MemberId owner = at.books().standings.wallets_of(found->member);
    return programme::spendable(wallet_of(at.books().wallets.read(owner), "points"), kToday);
  }
  void look_up(Shop& at, const std::string& identifier) {
    at.agent().look_up(identifier);
    converse(at, office, now);
  }
  Quantity office_points(const std::string& card) {
    const auto found = office.books().identifiers.find(card);
    REQUIRE(found);
    const MemberId owner = office.books().standings.wallets_of(found->member);
    return programme::spendable(wallet_of(office.books().wallets.read(owner), "points"), kToday);
  }
};

}  // namespace

TEST_CASE("a store hears of who was there, and of nobody else") {
  SeenPair world;
  REQUIRE(world.shop.sell(world.now, "42", 1000));
  REQUIRE(world.other.sell(world.now, "43", 1000));
  world.talk();
  CHECK(world.has_heard(world.shop, "42"));
  CHECK_FALSE(world.has_heard(world.shop, "43"));
  CHECK(world.has_heard(world.other, "43"));

  REQUIRE(world.other.sell(world.now, "42", 500));
  world.talk();
  CHECK(world.points(world.shop, "42") == 15);
  CHECK(world.points(world.other, "42") == 15);
}

TEST_CASE("who comes to another store is known there after a look-up, with what they may spend") {
  SeenPair world;
  REQUIRE(world.shop.enrol(world.now, "42", "Ada"));
  REQUIRE(world.shop.sell(world.now, "42", 100'000));
  world.shop.seal_after = std::chrono::milliseconds(0);
  world.shop.open(world.now);
  world.talk();
  CHECK_FALSE(world.has_heard(world.other, "42"));

  world.look_up(world.other, "42");
  CHECK(world.has_heard(world.other, "42"));
  const auto found = world.other.books().find_member({IdentifierKind::card, "42"});
  CHECK(world.other.books().identifiers.profile(found->member)->name() == "Ada");
  CHECK(world.other.sell(world.now, "42", 2000, 100));

  // From now on without being asked.
  REQUIRE(world.shop.sell(world.now, "42", 1000));
  world.talk();
  CHECK(world.points(world.other, "42") == world.points(world.shop, "42"));
}

TEST_CASE("a look-up of nobody changes nothing") {
  SeenPair world;
  world.look_up(world.other, "4711");
  CHECK_FALSE(world.other.agent().problem());
  CHECK_FALSE(world.has_heard(world.other, "4711"));
}

TEST_CASE("what a store books on a card it does not know comes to whose card it is") {
  SeenPair world;
  REQUIRE(world.shop.enrol(world.now, "42", "Ada"));
  REQUIRE(world.shop.run([&] {
    return world.shop.store().link_card({world.now, kToday},
                                        {world.shop.origin(), {IdentifierKind::card, "42"}, "99"});
  }));
  world.talk();
  // Without a line, a second card is somebody of its own.
  REQUIRE(world.other.sell(world.now, "99", 700));
  world.talk();
  world.talk();
  CHECK(world.office_points("42") == 7);
  CHECK(world.points(world.other, "99") == 7);
  CHECK(world.points(world.shop, "42") == 7);
  // From now on the store knows them.
  REQUIRE(world.other.sell(world.now, "42", 300));
  world.talk();
  CHECK(world.points(world.shop, "99") == 10);
}

TEST_CASE("who shares wallets or is merged comes with whoever is followed") {
  SeenPair world;
  REQUIRE(world.shop.enrol(world.now, "42", "Ada"));
  REQUIRE(world.other.enrol(world.now, "43", "Bob"));
  REQUIRE(world.shop.sell(world.now, "43", 100));
  world.talk();
  REQUIRE(world.shop.run([&] {
    return world.shop.store().join_household({world.now, kToday},
                                             {world.shop.origin(),
                                              {IdentifierKind::card, "42"},
                                              Identifier{IdentifierKind::card, "43"},
                                              {}});
  }));
  world.talk();
  REQUIRE(world.shop.sell(world.now, "42", 900));
  world.talk();
  // The other store has seen only one of the two, and their wallets are the household's now.
  CHECK(world.points(world.other, "43") == 10);
}

TEST_CASE("who knows either of two that are merged knows both of their cards") {
  SeenPair world;
  REQUIRE(world.shop.enrol(world.now, "42", "Ada"));
  REQUIRE(world.other.enrol(world.now, "43", "Ada again"));
  world.talk();
  CHECK_FALSE(world.has_heard(world.shop, "43"));
  v1::MergeMembersRequest request;
  request.set_member("43");
  request.set_into("42");
  request.set_reason("one person");
  REQUIRE(
      world.office.run([&] { return world.office.office().merge_members(world.now, request); }));
  world.talk();
  for (Shop* each : {&world.shop, &world.other}) {
    const auto first = each->books().find_member({IdentifierKind::card, "42"});
    const auto second = each->books().find_member({IdentifierKind::card, "43"});
    CHECK(first->member == second->member);
    CHECK(each->books().is_followed(first->member));
    CHECK(second->version != Version{});
  }
}

// Two stores that have not heard of each other give one card to two members, and the first blocks
// it.
TEST_CASE("who knows a member by a card hears that it is another's now") {
  SeenPair world;
  Shop third(world.directory.file("third"), 3, world.random);
  third.open(world.now);
  converse(third, world.office, world.now);
  REQUIRE(world.shop.enrol(world.now, "42", "Ada"));
  REQUIRE(world.other.enrol(world.now, "43", "Bob"));
  REQUIRE(third.sell(world.now, "43", 1000));
  world.talk();
  const auto link = [&](Shop& at, const std::string& member) {
    world.now = world.now + std::chrono::minutes(1);
    REQUIRE(at.run([&] {
      return at.store().link_card({world.now, kToday},
                                  {at.origin(), {IdentifierKind::card, member}, "99"});
    }));
  };
  link(world.shop, "42");
  link(world.other, "43");
  for (Shop* each : {&world.shop, &world.other, &third}) converse(*each, world.office, world.now);
  const auto holder = [&](Shop& at) {
    return at.books().find_member({IdentifierKind::card, "99"})->member;
  };
  const auto member = [&](Shop& at, const std::string& card) {
    return at.books().find_member({IdentifierKind::card, card})->member;
  };
  CHECK(holder(third) == member(third, "43"));
  REQUIRE(holder(world.shop) == member(world.shop, "42"));

  world.now = world.now + std::chrono::minutes(1);
  REQUIRE(world.shop.run([&] {
    return world.shop.store().block_card(
        {world.now, kToday}, {world.shop.origin(), "99", v1::CARD_STATE_BLOCKED, "lost"});
  }));
  converse(world.shop, world.office, world.now);
  world.now = world.now + std::chrono::hours(1);
  converse(third, world.office, world.now);
  CHECK(holder(third) != member(third, "43"));
}

TEST_CASE("a store whose PC was replaced takes those it follows, and no one else") {
  SeenPair world;
  for (int i = 0; i < 5; ++i) REQUIRE(world.shop.sell(world.now, "4" + std::to_string(i), 1000));
  for (int i = 0; i < 5; ++i) REQUIRE(world.other.sell(world.now, "5" + std::to_string(i), 1000));
  world.talk();
  world.look_up(world.other, "40");
  Shop fresh(world.directory.file("fresh"), 2, world.random);
  fresh.open(world.now);
  converse(fresh, world.office, world.now);
  CHECK(world.has_heard(fresh, "50"));
  CHECK(world.has_heard(fresh, "40"));
  CHECK_FALSE(world.has_heard(fresh, "41"));
}

TEST_CASE("what is news comes with the answer to a push, and a store up to date asks once") {
  SeenPair world;
  REQUIRE(world.shop.sell(world.now, "42", 1000));
  world.talk();
  world.now = world.now + std::chrono::hours(1);
  CHECK(converse(world.shop, world.office, world.now) == 1);
  // Others' members are no news for it.
  REQUIRE(world.other.sell(world.now, "77", 1000));
  converse(world.other, world.office, world.now);
  world.now = world.now + std::chrono::hours(1);
  CHECK(converse(world.shop, world.office, world.now) == 1);
  // What is, needs no request of its own.
  REQUIRE(world.other.sell(world.now, "42", 1000));
  converse(world.other, world.office, world.now);
  world.now = world.now + std::chrono::hours(1);
  CHECK(converse(world.shop, world.office, world.now) == 1);
  CHECK(world.points(world.shop, "42") == 20);
}

TEST_CASE("a chain may begin to tell its stores less") {
  TwoShops world;
  REQUIRE(world.shop.sell(world.now, "42", 1000));
  world.talk();
  world.office.close();
  world.office.feed_scope = FeedScope::seen;
  world.office.open();
  REQUIRE(world.shop.sell(world.now, "42", 1000));
  world.talk();
  world.now = world.now + std::chrono::hours(1);
  CHECK(converse(world.other, world.office, world.now) == 1);
  CHECK_FALSE(world.other.agent().problem());
}

// Customers wander between three stores that are rarely in touch, with second cards and households:
// whoever a store has heard of is the same there as at head office, once all have said all.
TEST_CASE("whom stores follow they know as head office does") {
  for (std::uint64_t seed = 1; seed <= seeds_here(25); ++seed) {
    CAPTURE(seed);
    TemporaryDirectory directory;
    SeededRandom random(seed);
    Office office{directory.file("office.db")};
    office.close();
    office.feed_scope = FeedScope::seen;
    office.open();
    REQUIRE(office.publish("first"));
    Timestamp now = kStart;
    std::vector<std::unique_ptr<Shop>> shops;
    for (StoreId id = 1; id <= 3; ++id) {
      shops.push_back(
          std::make_unique<Shop>(directory.file("shop" + std::to_string(id)), id, random));
      shops.back()->open(now);
    }
    const auto card = [&] { return "4" + std::to_string(random.below(12)); };
    for (int step = 0; step < 120; ++step) {
      now = now + std::chrono::seconds(random.below(60));
      Shop& shop = *shops[random.below(shops.size())];
      const Moment moment{now, kToday};
      const Identifier who{IdentifierKind::card, card()};
      switch (random.below(8)) {
        case 0:
          (void)shop.enrol(now, who.text, "Person");
          break;
        case 1:
          (void)shop.run([&] {
            return shop.store().link_card(moment, {shop.origin(), who, card()});
          });
          break;
        case 2:
          (void)shop.run([&] {
            return shop.store().join_household(
                moment, {shop.origin(), who, Identifier{IdentifierKind::card, card()}, {}});
          });
          break;
        case 3:
          shop.agent().look_up(who.text);
          [[fallthrough]];
        case 4:
          converse(shop, office, now);
          break;
        default:
          (void)shop.sell(now, who.text, 100 * static_cast<std::int64_t>(random.below(50)));
      }
    }
    for (int round = 0; round < 4; ++round) {
      now = now + std::chrono::hours(1);
      for (const auto& shop : shops) converse(*shop, office, now);
    }
    std::vector<MemberId> members = office.books().feed.members_after({}, 1000);
    REQUIRE(members.size() > 5);
    std::size_t heard = 0;
    for (const auto& shop : shops) {
      CHECK_FALSE(shop->agent().problem());
      for (const MemberId& member : members) {
        if (!shop->books().is_followed(member)) continue;
        ++heard;
        CHECK(shop->books().wallets.read(member) == office.books().wallets.read(member));
        CHECK(shop->books().standings.wallets_of(member) ==
              office.books().standings.wallets_of(member));
      }
    }
    CHECK(heard > 0);
  }
}

}  // namespace loyald::testing

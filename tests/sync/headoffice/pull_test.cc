// SPDX-License-Identifier: Apache-2.0
#include "tests/support/doctest.h"

#include "sync/limits.h"
#include "tests/sync/support/pair.h"

namespace loyald::testing {
namespace {

v1::PullRequest pulling(Shop& shop, std::uint64_t cursor, std::uint32_t limit = 1000) {
  v1::PullRequest request;
  request.set_store_id(shop.id());
  request.set_incarnation(shop.books().journal.genesis()->incarnation());
  request.set_feed_cursor(cursor);
  request.set_feed_epoch(1);
  request.set_limit(limit);
  return request;
}

}  // namespace

TEST_CASE("a page carries full states, counts the asking store through its cursor") {
  Pair world;
  REQUIRE(world.shop.enrol(world.now, "42", "Ada"));
  REQUIRE(world.shop.sell(world.now, "42", 1000));
  converse(world.shop, world.office, world.now);
  REQUIRE(world.shop.sell(world.now, "42", 1000));  // not pushed

  const auto page = world.office.office().pull(world.now, pulling(world.shop, 0));
  REQUIRE(page);
  CHECK(page->programmes_size() == 1);
  CHECK(page->programmes(0).toml() == programme_text("first"));
  REQUIRE(page->members_size() == 1);
  const v1::MemberState& state = page->members(0);
  CHECK(state.profile().name() == "Ada");
  REQUIRE(state.cards_size() == 1);
  CHECK(state.cards(0).card() == "42");
  CHECK(state.cards(0).hlc() > 0);
  CHECK(state.cards(0).store_id() == 1);
  CHECK(page->counts_seq() == 2);
  CHECK(page->counts_hash() == to_string(world.shop.books().journal.hash_of(2)));
  CHECK_FALSE(page->more());
  CHECK(page->feed_cursor() == world.office.books().feed.head());
}

TEST_CASE("pages follow each other without a gap, whatever their size") {
  Pair world;
  for (int card = 0; card < 25; ++card) {
    REQUIRE(world.shop.sell(world.now, std::to_string(card), 1000));
  }
  converse(world.shop, world.office, world.now);
  for (const std::uint32_t limit : {1u, 7u, 1000u}) {
    int members = 0;
    int pages = 0;
    v1::PullResponse page;
    do {
      page = *world.office.office().pull(world.now, pulling(world.shop, page.feed_cursor(), limit));
      members += page.members_size();
      CHECK(page.members_size() + page.programmes_size() <= static_cast<int>(limit));
      ++pages;
    } while (page.more());
    CHECK(members == 25);
    CHECK(pages == (limit == 1 ? 27 : limit == 7 ? 4 : 1));
  }
}

TEST_CASE("a page ends before it grows too large, and takes a row that alone is") {
  Pair world;
  const auto publish = [&](char name) {
    v1::PublishProgrammeRequest request;
    request.set_toml(programme_text("big") + "#" + std::string(200 * 1024, name) + "\n");
    return world.office.run(
        [&] { return world.office.office().publish_programme(kToday, request); });
  };
  REQUIRE(publish('a'));
  REQUIRE(publish('b'));
  const auto first = world.office.office().pull(world.now, pulling(world.shop, 0));
  REQUIRE(first);
  CHECK(first->programmes_size() == 2);  // the small one and one large one
  CHECK(first->more());
  CHECK(first->ByteSizeLong() <= sync::kMaxPullBytes + 1024);
  const auto second =
      world.office.office().pull(world.now, pulling(world.shop, first->feed_cursor()));
  REQUIRE(second);
  CHECK(second->programmes_size() == 1);
  CHECK_FALSE(second->more());
}

TEST_CASE("more rows than the limit are not given, whoever asks for them") {
  Pair world;
  {
    sql::Transaction transaction(world.office.books().database());
    for (std::size_t i = 0; i < sync::kMaxPullRows + 5; ++i) {
      world.office.books().feed.move_to_end(random_id<MemberId>(world.random));
    }
    transaction.commit();
  }
  for (const std::uint32_t limit : {0u, 5000u}) {
    const auto page = world.office.office().pull(world.now, pulling(world.shop, 0, limit));
    CHECK(page->members_size() + page->programmes_size() + page->store_keys_size() ==
          static_cast<int>(sync::kMaxPullRows));
    CHECK(page->more());
  }
}

TEST_CASE(
    "a cursor of another timeline is served from the beginning, an unknown journal not at all") {
  Pair world;
  const auto page = world.office.office().pull(world.now, pulling(world.shop, 1'000'000));
  REQUIRE(page);
  CHECK(page->programmes_size() == 1);
  v1::PullRequest of_another = pulling(world.shop, page->feed_cursor());
  CHECK(world.office.office().pull(world.now, of_another)->programmes_size() == 0);
  of_another.set_feed_epoch(2);
  CHECK(world.office.office().pull(world.now, of_another)->programmes_size() == 1);
  v1::PullRequest stranger = pulling(world.shop, 0);
  stranger.set_incarnation(std::string(16, 'x'));
  CHECK(world.office.office().pull(world.now, stranger).error().code == Errc::failed_precondition);
}

}  // namespace loyald::testing

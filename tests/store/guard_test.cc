// SPDX-License-Identifier: Apache-2.0
#include "store/guard.h"

#include "tests/support/doctest.h"

#include "store/new_life.h"
#include "tests/store/store_fixture.h"

namespace loyald {
namespace {

using testing::StoreFixture;

struct Sold : StoreFixture {
  Journal& journal = store->books().journal;

  Sold() {
    for (int i = 0; i < 3; ++i) sell_one();
  }
  void sell_one() { REQUIRE(sell(std::to_string(++sold), "0420000000010", {line(1000)})); }
  void begin_another_life() {
    Store::Batch batch(*store);
    store->begin_life(moment.now, "because");
    batch.commit();
  }
  int sold = 0;
};

}  // namespace

TEST_CASE("books that went on are the same; books that are behind or other are restored") {
  Sold world;
  const JournalPlace seen = place_of(world.journal);
  CHECK_FALSE(why_restored(world.journal, seen));
  world.sell_one();
  CHECK_FALSE(why_restored(world.journal, seen));

  JournalPlace ahead = place_of(world.journal);
  ++ahead.seq;
  REQUIRE(why_restored(world.journal, ahead));
  CHECK(why_restored(world.journal, ahead)->find("there was an entry 5") != std::string::npos);
  JournalPlace other = seen;
  other.hash[0] ^= 1;
  CHECK(why_restored(world.journal, other));

  // Of another store, or of a life that these books never had: whoever says it was elsewhere.
  ahead.journal.store_id += 1;
  CHECK_FALSE(why_restored(world.journal, ahead));
  ahead = place_of(world.journal);
  ahead.journal.incarnation.bytes[0] ^= 1;
  CHECK_FALSE(why_restored(world.journal, ahead));
}

TEST_CASE("what was noticed begins one other life, not one more with each who says it") {
  Sold world;
  JournalPlace ahead = place_of(world.journal);
  ++ahead.seq;
  REQUIRE(why_restored(world.journal, ahead));
  world.begin_another_life();
  CHECK_FALSE(why_restored(world.journal, ahead));
  CHECK_FALSE(why_restored(world.journal, place_of(world.journal)));
  world.sell_one();
  world.sell_one();
  CHECK_FALSE(why_restored(world.journal, ahead));
  CHECK(world.journal.verify(1));
  // A guard's mark names the machine and the newest life, too.
  const GuardMark mark{place_of(world.journal), "one"};
  CHECK_FALSE(why_restored(world.journal, mark, "one"));
  CHECK(why_restored(world.journal, mark, "two"));
  GuardMark later = mark;
  later.place.journal.incarnation.bytes[0] ^= 1;
  CHECK(why_restored(world.journal, later, "one"));
}

TEST_CASE("a place and a mark are text, and nothing else is one") {
  Sold world;
  const GuardMark mark{place_of(world.journal), "machine"};
  const auto again = mark_from_text(to_text(mark));
  REQUIRE(again);
  CHECK(to_text(*again) == to_text(mark));
  const std::string place = to_text(mark.place);
  REQUIRE(place_from_text(place));
  for (std::size_t size = 0; size < place.size(); ++size) {
    CHECK_FALSE(place_from_text(place.substr(0, size)));
  }
  CHECK_FALSE(place_from_text(place + "0"));
  CHECK_FALSE(place_from_text("-" + place));
  CHECK_FALSE(place_from_text("99999999999999999999" + place));
  CHECK_FALSE(mark_from_text(place));
}

}  // namespace loyald

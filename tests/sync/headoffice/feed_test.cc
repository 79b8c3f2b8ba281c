// SPDX-License-Identifier: Apache-2.0
#include "tests/support/doctest.h"

#include <map>
#include <set>

#include "tests/sync/support/pair.h"

namespace loyald::testing {
namespace {

MemberId member(std::uint64_t number) {
  MemberId id;
  id.bytes[15] = static_cast<std::uint8_t>(number);
  return id;
}

}  // namespace

TEST_CASE("a subject that changes moves to the end and has one place") {
  TemporaryDirectory directory;
  Office office(directory.file("office.db"));
  Feed& feed = office.books().feed;
  sql::Transaction transaction(office.books().database());
  feed.move_to_end(member(1));
  feed.move_to_end(std::uint32_t{1});
  feed.move_to_end(member(2));
  feed.move_to_end(member(1));
  CHECK(feed.head() == 4);
  const auto rows = feed.read_after(1, FeedScope::all, 0, 10);
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].pos == 2);
  CHECK(std::get<std::uint32_t>(rows[0].subject) == 1);
  CHECK(std::get<MemberId>(rows[1].subject) == member(2));
  CHECK(rows[2].pos == 4);
  CHECK(std::get<MemberId>(rows[2].subject) == member(1));
  CHECK(feed.read_after(1, FeedScope::all, 4, 10).empty());
  CHECK(feed.knows(member(2)));
  CHECK_FALSE(feed.knows(member(3)));
}

// However changes and reads interleave, a reader that goes on from its cursor ends with the last
// state of everything.
TEST_CASE("a reader of pages misses nothing") {
  TemporaryDirectory directory;
  Office office(directory.file("office.db"));
  Feed& feed = office.books().feed;
  SeededRandom random(11);
  std::map<MemberId, int> state;
  std::map<MemberId, int> read;
  std::uint64_t cursor = 0;
  sql::Transaction transaction(office.books().database());
  for (int i = 0; i < 2000; ++i) {
    if (random.below(2) == 0) {
      const MemberId changed = member(random.below(30));
      state[changed] = i;
      feed.move_to_end(changed);
    } else {
      for (const FeedRow& row : feed.read_after(1, FeedScope::all, cursor, 1 + random.below(5))) {
        CHECK(row.pos > cursor);
        cursor = row.pos;
        const MemberId& changed = std::get<MemberId>(row.subject);
        read[changed] = state.at(changed);
      }
    }
  }
  for (const FeedRow& row : feed.read_after(1, FeedScope::all, cursor, 1000)) {
    read[std::get<MemberId>(row.subject)] = state.at(std::get<MemberId>(row.subject));
  }
  CHECK(read == state);
}

// Whoever follows whom, whenever: a store that goes on from its cursor ends with the last state of
// everybody it follows, and of nobody else.
TEST_CASE("a store that follows some members misses nothing of theirs") {
  TemporaryDirectory directory;
  Office office(directory.file("office.db"));
  Feed& feed = office.books().feed;
  SeededRandom random(12);
  constexpr StoreId kStores = 3;
  std::map<MemberId, int> state;
  std::map<StoreId, std::set<MemberId>> followed;
  std::map<StoreId, std::map<MemberId, int>> read;
  std::map<StoreId, std::uint64_t> cursor;
  sql::Transaction transaction(office.books().database());
  const auto catch_up = [&](StoreId store, std::size_t rows) {
    for (const FeedRow& row : feed.read_after(store, FeedScope::seen, cursor[store], rows)) {
      cursor[store] = row.pos;
      const MemberId& member = std::get<MemberId>(row.subject);
      read[store][member] = state.at(member);
    }
  };
  for (int i = 0; i < 2000; ++i) {
    const StoreId store = 1 + random.below(kStores);
    const MemberId changed = member(random.below(30));
    switch (random.below(4)) {
      case 0:  // a store's own entry
        state[changed] = i;
        feed.move_to_end({changed}, store);
        followed[store].insert(changed);
        break;
      case 1:  // head office's
        state[changed] = i;
        feed.move_to_end(changed);
        break;
      case 2: {
        const MemberId other = member(random.below(30));
        if (!state.contains(other)) break;
        feed.follow_with(changed, other);
        for (auto& [each, members] : followed) {
          if (members.contains(changed)) members.insert(other);
        }
        break;
      }
      default:
        catch_up(store, 1 + random.below(5));
    }
  }
  for (StoreId store = 1; store <= kStores; ++store) {
    catch_up(store, 1000);
    CHECK(cursor[store] == feed.head_for(store, FeedScope::seen));
    std::map<MemberId, int> expected;
    for (const MemberId& each : followed[store]) expected[each] = state.at(each);
    CHECK(read[store] == expected);
  }
}

}  // namespace loyald::testing

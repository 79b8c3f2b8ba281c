// SPDX-License-Identifier: Apache-2.0
#include "tests/support/doctest.h"

#include "tests/sync/support/pair.h"

namespace loyald::testing {
namespace {

v1::OpenRequest opening(std::uint64_t store, char incarnation) {
  v1::OpenRequest request;
  request.mutable_genesis()->set_store_id(store);
  request.mutable_genesis()->set_incarnation(std::string(16, incarnation));
  request.mutable_genesis()->set_device_pubkey(std::string(32, 'k'));
  request.mutable_genesis()->set_created_hlc(5);
  request.set_entry_format(1);
  request.set_oldest_protocol(1);
  request.set_newest_protocol(1);
  return request;
}

Result<v1::OpenResponse> begin(Office& office, const v1::OpenRequest& request,
                               Timestamp now = kStart) {
  return office.run([&] { return office.office().begin(now, request); });
}

IncarnationState state(Office& office, char incarnation) {
  return office.books()
      .incarnations.find({1, *id_from_bytes<Incarnation>(std::string(16, incarnation))})
      ->state;
}

struct World {
  TemporaryDirectory directory;
  Office office{directory.file("office.db")};
};

}  // namespace

TEST_CASE("opening says where the journal stands, and saying it again changes nothing") {
  World world;
  const auto first = begin(world.office, opening(1, 'a'));
  REQUIRE(first);
  CHECK(first->cursor_seq() == 0);
  CHECK(first->cursor_hash() == to_string(genesis_hash(opening(1, 'a').genesis())));
  const auto again = begin(world.office, opening(1, 'a'));
  REQUIRE(again);
  CHECK(again->cursor_hash() == first->cursor_hash());
  CHECK(world.office.books().exceptions.newest(9).empty());
}

TEST_CASE("an incarnation has one genesis") {
  World world;
  REQUIRE(begin(world.office, opening(1, 'a')));
  v1::OpenRequest other = opening(1, 'a');
  other.mutable_genesis()->set_created_hlc(6);
  CHECK(begin(world.office, other).error().code == Errc::invalid_argument);
}

TEST_CASE("malformed geneses and unknown forms are refused") {
  World world;
  v1::OpenRequest request = opening(0, 'a');
  CHECK(begin(world.office, request).error().code == Errc::invalid_argument);
  request = opening(1, 'a');
  request.mutable_genesis()->set_incarnation("x");
  CHECK(begin(world.office, request).error().code == Errc::invalid_argument);
  request = opening(1, 'a');
  request.mutable_genesis()->set_parent_hash("x");
  CHECK(begin(world.office, request).error().code == Errc::invalid_argument);
  request = opening(1, 'a');
  request.mutable_genesis()->set_parent_incarnation(std::string(16, 'p'));
  CHECK(begin(world.office, request).error().code == Errc::invalid_argument);
  request = opening(1, 'a');
  request.mutable_genesis()->set_created_hlc(UINT64_MAX);
  CHECK(begin(world.office, request).error().code == Errc::invalid_argument);
  request = opening(1, 'a');
  request.set_entry_format(2);
  CHECK(begin(world.office, request).error().code == Errc::failed_precondition);
}

TEST_CASE("a second incarnation takes the place of the first, and somebody is told") {
  World world;
  REQUIRE(begin(world.office, opening(1, 'a')));
  REQUIRE(begin(world.office, opening(2, 'z')));
  REQUIRE(begin(world.office, opening(1, 'b')));
  CHECK(state(world.office, 'a') == IncarnationState::fenced);
  CHECK(state(world.office, 'b') == IncarnationState::active);
  const auto told = world.office.books().exceptions.newest(9);
  REQUIRE(told.size() == 1);
  CHECK(told.front().code == exception_code::kTwoIncarnations);
  CHECK(told.front().journal.incarnation.str() == std::string(16, 'a'));
  // The older one does not come back by opening again.
  REQUIRE(begin(world.office, opening(1, 'a')));
  CHECK(state(world.office, 'a') == IncarnationState::fenced);
  CHECK(state(world.office, 'b') == IncarnationState::active);
}

TEST_CASE("an incarnation that names its past is a restore, not a second store") {
  World world;
  REQUIRE(begin(world.office, opening(1, 'a')));
  v1::OpenRequest child = opening(1, 'b');
  child.mutable_genesis()->set_parent_incarnation(std::string(16, 'a'));
  child.mutable_genesis()->set_parent_hash(std::string(32, 'h'));
  CHECK(begin(world.office, child).error().code == Errc::failed_precondition);
  child.mutable_genesis()->set_parent_hash(to_string(genesis_hash(opening(1, 'a').genesis())));
  child.mutable_genesis()->set_parent_seq(1);
  CHECK(begin(world.office, child).error().code == Errc::failed_precondition);
  child.mutable_genesis()->set_parent_seq(0);
  REQUIRE(begin(world.office, child));
  CHECK(state(world.office, 'a') == IncarnationState::fenced);
  CHECK(world.office.books().exceptions.newest(9).front().code == exception_code::kRestored);
}

TEST_CASE("the newest protocol that both speak is chosen, and what the store is is remembered") {
  World world;
  v1::OpenRequest request = opening(1, 'a');
  request.set_newest_protocol(7);
  request.set_daemon_version("9.1");
  const auto opened = begin(world.office, request);
  REQUIRE(opened);
  CHECK(opened->protocol() == 1);
  const auto journal = world.office.books().incarnations.of_store(1).back();
  CHECK(journal.protocol == 1);
  CHECK(journal.version == "9.1");
  request.set_daemon_version("9.2");
  REQUIRE(begin(world.office, request));
  CHECK(world.office.books().incarnations.of_store(1).back().version == "9.2");
}

TEST_CASE("a store that speaks no common protocol is told which to update") {
  World world;
  v1::OpenRequest request = opening(1, 'a');
  request.set_oldest_protocol(2);
  request.set_newest_protocol(3);
  const auto newer = begin(world.office, request);
  REQUIRE_FALSE(newer);
  CHECK(newer.error().code == Errc::failed_precondition);
  CHECK(newer.error().message.find("2 to 3") != std::string::npos);
  CHECK(newer.error().hint.find("head office first") != std::string::npos);
  request.set_oldest_protocol(0);
  request.set_newest_protocol(0);
  CHECK(begin(world.office, request).error().hint.find("update the store") != std::string::npos);
  CHECK(world.office.books().incarnations.of_store(1).empty());
}

}  // namespace loyald::testing

// SPDX-License-Identifier: Apache-2.0
#include "tests/support/doctest.h"

#include "sync/headoffice/archive_check.h"
#include "sync/limits.h"
#include "tests/sync/support/pair.h"

namespace loyald::testing {
namespace {

JournalName name_of(Shop& shop) {
  const auto incarnation =
      id_from_bytes<Incarnation>(shop.books().journal.genesis()->incarnation());
  return {shop.id(), *incarnation};
}

std::vector<std::string> archived(Office& office, const JournalName& name) {
  std::vector<std::string> entries;
  while (const auto segment = *office.books().archive.next(name, entries.size() + 1)) {
    entries.insert(entries.end(), segment->entries.begin(), segment->entries.end());
  }
  return entries;
}

struct Sold : Pair {
  explicit Sold(int sales) {
    for (int i = 0; i < sales; ++i) REQUIRE(shop.sell(now, "42", 1000));
  }
  Quantity points() {
    const auto wallets = office.books().wallets.read(member_of_unknown_card("42"));
    return programme::spendable(wallet_of(wallets, "points"), kToday);
  }
};

}  // namespace

TEST_CASE("a push is archived byte for byte, counted, and moves the cursor") {
  Sold world(3);
  const auto response = world.office.push(world.now, push_of(world.shop, 1, 3));
  REQUIRE(response);
  CHECK(response->verdict() == v1::ACCEPTED);
  CHECK(response->cursor_seq() == 3);
  CHECK(response->cursor_hash() == to_string(world.shop.books().journal.head().hash));
  CHECK(world.points() == 30);
  const auto entries = archived(world.office, name_of(world.shop));
  REQUIRE(entries.size() == 3);
  for (Seq seq = 1; seq <= 3; ++seq) {
    CHECK(entries[seq - 1] == world.shop.books().journal.read(seq)->bytes);
  }
}

TEST_CASE("the same push again is a duplicate and counts nothing") {
  Sold world(3);
  REQUIRE(world.office.push(world.now, push_of(world.shop, 1, 3)));
  for (const auto& [first, count] : {std::pair{1, 3}, {2, 2}, {3, 1}, {1, 1}, {4, 0}}) {
    CAPTURE(first);
    const auto response = world.office.push(
        world.now, push_of(world.shop, static_cast<Seq>(first), static_cast<std::size_t>(count)));
    REQUIRE(response);
    CHECK(response->verdict() == v1::DUPLICATE);
    CHECK(response->cursor_seq() == 3);
  }
  CHECK(world.points() == 30);
}

TEST_CASE("a push that overlaps the cursor is taken from the cursor on") {
  Sold world(5);
  REQUIRE(world.office.push(world.now, push_of(world.shop, 1, 3)));
  const auto response = world.office.push(world.now, push_of(world.shop, 2, 4));
  REQUIRE(response);
  CHECK(response->verdict() == v1::ACCEPTED);
  CHECK(response->cursor_seq() == 5);
  CHECK(world.points() == 50);
  CHECK(archived(world.office, name_of(world.shop)).size() == 5);
  CHECK(verify_archive(world.office.books(), 1) == 5);
}

TEST_CASE("a push beyond the cursor is a gap and takes nothing, its profiles neither") {
  Sold world(3);
  v1::PushRequest request = push_of(world.shop, 2, 2);
  v1::MemberProfile& profile = *request.add_profiles();
  profile.set_member_id(std::string(16, 'm'));
  profile.set_hlc(1);
  profile.set_store_id(1);
  const auto response = world.office.push(world.now, request);
  REQUIRE(response);
  CHECK(response->verdict() == v1::GAP);
  CHECK(response->cursor_seq() == 0);
  CHECK(world.points() == 0);
  CHECK_FALSE(
      world.office.books().identifiers.profile(*id_from_bytes<MemberId>(std::string(16, 'm'))));
}

TEST_CASE("of two profiles of one moment both ends keep the same, whichever came first") {
  for (const bool swapped : {false, true}) {
    CAPTURE(swapped);
    Sold world(3);
    const MemberId member = *id_from_bytes<MemberId>(std::string(16, 'm'));
    const auto push = [&](Seq seq, const std::string& name) {
      v1::PushRequest request = push_of(world.shop, seq, 1);
      v1::MemberProfile& profile = *request.add_profiles();
      profile.set_member_id(member.str());
      profile.set_hlc(1);
      profile.set_store_id(1);
      profile.set_name(name);
      REQUIRE(world.office.push(world.now, request));
    };
    push(1, swapped ? "Zoe" : "Ada");
    const std::uint64_t head = world.office.books().feed.head();
    push(2, swapped ? "Ada" : "Zoe");
    CHECK(world.office.books().identifiers.profile(member)->name() == "Zoe");
    // Whoever sent the other one hears of it.
    const auto told = world.office.books().feed.read_after(1, FeedScope::all, head, 10);
    CHECK(std::ranges::any_of(
        told, [&](const FeedRow& row) { return row.subject == FeedSubject(member); }));
  }
}

TEST_CASE("an entry that changed on the way is refused, and nothing of its push is taken") {
  Sold world(3);
  v1::PushRequest request = push_of(world.shop, 1, 3);
  request.mutable_entries(1)->back() ^= 1;
  const auto response = world.office.push(world.now, request);
  REQUIRE_FALSE(response);
  CHECK(response.error().code == Errc::invalid_argument);
  CHECK(world.points() == 0);
  CHECK(archived(world.office, name_of(world.shop)).empty());
  // The store is not stopped by it.
  CHECK(world.office.push(world.now, push_of(world.shop, 1, 3))->verdict() == v1::ACCEPTED);
}

TEST_CASE("a journal that is not the one counted is fenced, kept aside and never counted") {
  Sold world(3);
  const v1::PushRequest before = push_of(world.shop, 1, 3);
  REQUIRE(world.office.push(world.now, before));
  // Another chain under the same incarnation, as a copy of the state directory makes one.
  v1::PushRequest fork = before;
  fork.add_entries(fork.entries(0));
  Hash hash = world.shop.books().journal.hash_before(1);
  fork.mutable_entries()->SwapElements(0, 2);
  Seq seq = 0;
  for (const std::string& entry : fork.entries()) hash = entry_hash(hash, ++seq, entry);
  fork.set_head_hash(to_string(hash));
  CHECK_FALSE(world.office.push(world.now, fork));  // it is not signed
  sign_head(fork, world.shop.books().journal.lives.signing_seed());

  const auto response = world.office.push(world.now, fork);
  REQUIRE(response);
  CHECK(response->verdict() == v1::FORK);
  CHECK(response->cursor_seq() == 3);
  CHECK(world.points() == 30);
  CHECK(world.office.books().quarantine.count(name_of(world.shop)) == 1);
  CHECK(world.office.books().exceptions.newest(1).front().code == exception_code::kFork);
  // From now on nothing of the incarnation is taken, true or not.
  CHECK(world.office.push(world.now, before)->verdict() == v1::FENCED);
  CHECK(world.office.push(world.now, fork)->verdict() == v1::FENCED);
  CHECK(world.office.books().quarantine.count(name_of(world.shop)) == 1);
}

TEST_CASE("an incarnation that was never opened is told to open") {
  Sold world(1);
  v1::PushRequest request = push_of(world.shop, 1, 1);
  request.set_incarnation(std::string(16, 'x'));
  CHECK(world.office.push(world.now, request)->verdict() == v1::REOPEN);
  request = push_of(world.shop, 1, 1);
  request.set_store_id(2);
  CHECK(world.office.push(world.now, request)->verdict() == v1::REOPEN);
}

TEST_CASE("what is malformed or above a limit is refused") {
  Sold world(1);
  const v1::PushRequest good = push_of(world.shop, 1, 1);
  const auto refused = [&](auto change) {
    v1::PushRequest request = good;
    change(request);
    const auto response = world.office.push(world.now, request);
    return !response && response.error().code == Errc::invalid_argument;
  };
  CHECK(refused([](auto& r) { r.set_store_id(0); }));
  CHECK(refused([](auto& r) { r.set_store_id(UINT64_MAX); }));
  CHECK(refused([](auto& r) { r.set_incarnation("short"); }));
  CHECK(refused([](auto& r) { r.set_first_seq(0); }));
  CHECK(refused([](auto& r) { r.set_first_seq(UINT64_MAX); }));
  CHECK(refused([](auto& r) { r.set_prev_hash("short"); }));
  CHECK(refused([](auto& r) { r.clear_head_hash(); }));
  CHECK(refused([](auto& r) {
    for (std::size_t i = 0; i < sync::kMaxPushEntries; ++i) r.add_entries("x");
  }));
  CHECK(refused([](auto& r) { r.add_entries(std::string(kMaxEntryBytes + 1, 'x')); }));
  CHECK(refused([](auto& r) {
    for (int i = 0; i < 2; ++i) r.add_entries(std::string(kMaxEntryBytes, 'x'));
  }));
  CHECK(refused([](auto& r) {
    for (std::size_t i = 0; i <= sync::kMaxPushProfiles; ++i) r.add_profiles();
  }));
  CHECK(world.points() == 0);
}

TEST_CASE("personal data that cannot be kept is noticed, the rest of the push is taken") {
  Sold world(1);
  v1::PushRequest request = push_of(world.shop, 1, 1);
  request.add_profiles()->set_member_id("nobody");
  request.add_profiles()->set_member_id(std::string(16, 'a'));
  request.mutable_profiles(1)->set_name(std::string(sync::kMaxProfileBytes, 'n'));
  request.add_profiles()->set_member_id(std::string(16, 'b'));
  request.mutable_profiles(2)->set_hlc(UINT64_MAX);
  const auto response = world.office.push(world.now, request);
  REQUIRE(response);
  CHECK(response->verdict() == v1::ACCEPTED);
  CHECK(response->exceptions_size() == 3);
  CHECK(world.points() == 10);
  CHECK_FALSE(
      world.office.books().identifiers.profile(*id_from_bytes<MemberId>(std::string(16, 'b'))));
}

TEST_CASE("a call that fails takes nothing of the batch it shares") {
  Sold world(2);
  {
    HeadOffice::Batch batch(world.office.office());
    v1::PushRequest bad = push_of(world.shop, 1, 1);
    bad.set_head_hash(std::string(32, 'x'));
    CHECK_FALSE(batch.run([&] { return world.office.office().push(world.now, bad); }));
    CHECK(batch.run(
        [&] { return world.office.office().push(world.now, push_of(world.shop, 1, 2)); }));
    batch.commit();
  }
  CHECK(world.points() == 20);
  // And a batch that is not committed leaves nothing.
  Sold other(1);
  {
    HeadOffice::Batch batch(other.office.office());
    CHECK(batch.run(
        [&] { return other.office.office().push(other.now, push_of(other.shop, 1, 1)); }));
  }
  CHECK(other.points() == 0);
  CHECK(other.office.push(other.now, push_of(other.shop, 1, 1))->verdict() == v1::ACCEPTED);
}

}  // namespace loyald::testing

// SPDX-License-Identifier: Apache-2.0
#include "store/rebuild.h"
#include "store/rebuild_standings.h"
#include "tests/store/store_fixture.h"

using namespace loyald;
using loyald::testing::StoreFixture;

namespace {

const std::string kAnna = "0420000000010";
const std::string kBen = "0420000000027";
const std::string kCleo = "0420000000034";

Result<Recorded> join(StoreFixture& fixture, const char* id, const std::string& card,
                      const std::string& with) {
  return fixture.commit([&] {
    return fixture.store->join_household(
        fixture.moment,
        {fixture.origin(id), StoreFixture::card(card), StoreFixture::card(with), {}});
  });
}

Result<Recorded> leave(StoreFixture& fixture, const char* id, const std::string& card) {
  return fixture.commit([&] {
    return fixture.store->leave_household(fixture.moment,
                                          {fixture.origin(id), StoreFixture::card(card)});
  });
}

Quantity of_household(StoreFixture& fixture, const Recorded& joined) {
  const auto owner = id_from_bytes<MemberId>(joined.entry.join_household().household_id());
  REQUIRE(owner);
  return programme::spendable(wallet_of(fixture.store->books().wallets.read(*owner), "points"),
                              fixture.moment.today);
}

void check_rebuild(StoreFixture& fixture) {
  Books& books = fixture.store->books();
  const auto wallets = wallets_from_journal(books);
  REQUIRE(wallets);
  CHECK(compare_ledger(books.wallets, *wallets).different == 0);
  CHECK(count_different(books.standings, standings_from_journal(books)) == 0);
}

}  // namespace

TEST_CASE("two members share wallets: what both own moves, what either earns or spends is shared") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kAnna, {fixture.line(4000, 1, "COFFEE")}));
  REQUIRE(fixture.sell("b", kBen, {fixture.line(3000)}));
  const auto joined = join(fixture, "j", kAnna, kBen);
  REQUIRE(joined);
  CHECK(joined->entry.join_household().is_founding());
  CHECK(fixture.safe(kAnna) == 70);
  CHECK(fixture.safe(kBen) == 70);
  CHECK(fixture.unit(kBen, "stamps").pending == 16);  // pending lots move, too
  CHECK(fixture.wallets(kAnna).empty());
  const auto sale = fixture.sell("c", kAnna, {fixture.line(1000)}, {{"five-off", 1}});
  REQUIRE(sale);
  CHECK(owner_of(sale->entry) != member_of(sale->entry));
  CHECK(sale->entry.sale().balances_after(0).quantity() == 25);
  CHECK(fixture.safe(kBen) == 25);
  const auto view = identify(fixture.store->books(), {}, fixture.moment, StoreFixture::card(kBen));
  CHECK(view->household_members == 2);
  CHECK(view->owner == owner_of(sale->entry));
  check_rebuild(fixture);
}

TEST_CASE("a third member joins by anybody's card, or by the household itself") {
  StoreFixture fixture;
  const auto founded = join(fixture, "j", kAnna, kBen);
  REQUIRE(fixture.sell("a", kCleo, {fixture.line(1000)}));
  REQUIRE(join(fixture, "k", kCleo, kBen));
  CHECK(fixture.safe(kAnna) == 10);
  const auto household = id_from_bytes<MemberId>(founded->entry.join_household().household_id());
  const auto join_named = [&](const char* id, const std::string& card, const MemberId& named) {
    return fixture.commit([&] {
      return fixture.store->join_household(
          fixture.moment, {fixture.origin(id), StoreFixture::card(card), {}, named});
    });
  };
  REQUIRE(join_named("l", "0420000000041", *household));
  CHECK(fixture.safe("0420000000041") == 10);
  CHECK(join_named("m", "0420000000058", MemberId{{1}}).error().code == Errc::not_found);
  CHECK(join_named("l", "0420000000041", *household)->is_repeat);
}

TEST_CASE("leaving leaves the units behind, and joining elsewhere needs leaving first") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kAnna, {fixture.line(4000)}));
  const auto founded = join(fixture, "j", kAnna, kBen);
  CHECK(join(fixture, "k", kAnna, kCleo).error().code == Errc::failed_precondition);
  CHECK(join(fixture, "k", kAnna, kAnna).error().code == Errc::invalid_argument);
  REQUIRE(leave(fixture, "l", kAnna));
  CHECK(fixture.safe(kAnna) == 0);
  CHECK(fixture.safe(kBen) == 40);
  CHECK(of_household(fixture, *founded) == 40);
  CHECK(leave(fixture, "l", kAnna)->is_repeat);
  CHECK(leave(fixture, "m", kAnna).error().code == Errc::failed_precondition);
  REQUIRE(join(fixture, "n", kAnna, kCleo));
  CHECK(join(fixture, "j", kAnna, kBen)->is_repeat);  // long gone, and still what was recorded
  CHECK(fixture.safe(kAnna) == 0);
  check_rebuild(fixture);
}

TEST_CASE("a return goes to the wallet that the sale was booked on") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("own", kAnna, {fixture.line(1000, 2)}));
  REQUIRE(join(fixture, "j", kAnna, kBen));
  REQUIRE(fixture.sell("shared", kAnna, {fixture.line(2000, 2)}));
  REQUIRE(leave(fixture, "l", kAnna));
  REQUIRE(fixture.give_back("r", "shared", {{1, 2}}));
  CHECK(fixture.safe(kBen) == 10);
  REQUIRE(fixture.sell("shared-again", kBen, {fixture.line(2000)}));
  REQUIRE(fixture.undo("v", "shared-again"));
  CHECK(fixture.safe(kBen) == 10);
  // What the own wallet no longer has is owed, and moves with the next joining.
  REQUIRE(fixture.give_back("s", "own", {{1, 1}}));
  CHECK(fixture.unit(kAnna, "points").wallet.debt == 5);
  REQUIRE(join(fixture, "k", kAnna, kBen));
  CHECK(fixture.safe(kBen) == 5);
  CHECK(fixture.wallets(kAnna).empty());
  check_rebuild(fixture);
}

TEST_CASE("joining is no way around a status, and in a chain moves what the store holds") {
  RedeemPolicy chain;
  chain.has_head_office = true;
  StoreFixture fixture(chain);
  REQUIRE(fixture.sell("a", kAnna, {fixture.line(10'000)}));
  fixture.moment.now.ms += 3'600'000;
  REQUIRE(fixture.commit([&]() -> Result<int> {
    CHECK(fixture.store->seal(fixture.moment.now, std::chrono::minutes(10)));
    return 0;
  }));
  REQUIRE(fixture.sell("b", kAnna, {fixture.line(4000)}));
  REQUIRE(join(fixture, "k", kAnna, kBen));
  CHECK(fixture.safe(kBen) == 40);
  // Head office moves the rest when it counts the joining.
  CHECK(wallet_of(fixture.wallets(kAnna), "points").lots.at(0).amount == 100);
  REQUIRE(fixture.commit([&] {
    return fixture.store->set_member_status(
        fixture.moment,
        {fixture.origin("s"), StoreFixture::card("0420000000041"), true, false, false, "misuse"});
  }));
  CHECK(join(fixture, "l", "0420000000041", kBen).error().code == Errc::permission_denied);
}

TEST_CASE("a household has a limit") {
  StoreFixture fixture;
  for (std::size_t i = 1; i < kMaxHouseholdMembers; ++i) {
    const std::string card = "05000000000" + std::to_string(10 + i);
    REQUIRE(join(fixture, card.c_str(), card, kAnna));
  }
  CHECK(join(fixture, "x", kCleo, kAnna).error().code == Errc::resource_exhausted);
}

// SPDX-License-Identifier: Apache-2.0
// Random changes of members at two stores and a head office that hear of each other only now and
// then: afterwards every end has the same record of every member, and each has it from its journal.
#include <google/protobuf/util/message_differencer.h>

#include "store/rebuild.h"
#include "store/rebuild_standings.h"
#include "sync/headoffice/archive_check.h"
#include "sync/headoffice/entry_reading.h"
#include "sync/headoffice/own_journal.h"
#include "tests/support/doctest.h"
#include "tests/sync/support/pair.h"
#include "tests/sync/support/postgres.h"

namespace loyald::testing {
namespace {

using google::protobuf::util::MessageDifferencer;

constexpr std::uint64_t kSeeds = 40;
constexpr int kSteps = 150;

class Chain {
 public:
  explicit Chain(std::uint64_t seed) : random_(seed) {
    REQUIRE(office_.publish("first"));
    for (Shop* shop : {&first_, &second_}) shop->open(now_);
  }

  void step() {
    now_ = now_ + std::chrono::milliseconds(random_.below(20'000));
    // The stores' clocks are minutes apart.
    Shop& shop = random_.below(2) == 0 ? first_ : second_;
    const Timestamp at = &shop == &first_ ? now_ : now_ + std::chrono::milliseconds(3 * 60 * 1000);
    const Moment moment{at, kToday};
    switch (random_.below(19)) {
      case 0:
        (void)shop.enrol(at, card(), "Person " + number(1000));
        return;
      case 1:
        return update(shop, moment);
      case 2:
        (void)shop.run([&] {
          return shop.store().set_consent(
              moment, {shop.origin(), who(), random_.below(2) == 0 ? "marketing" : "profiling",
                       random_.below(2) == 0, "v" + number(3)});
        });
        return;
      case 3:
        (void)shop.run([&] {
          return shop.store().set_member_status(
              moment, {shop.origin(), who(), random_.below(4) != 0, random_.below(4) != 0,
                       random_.below(3) == 0, "because " + number(10)});
        });
        return;
      case 4:
      case 5:
        (void)shop.run([&] {
          return shop.store().join_household(moment, {shop.origin(), who(), who(), {}});
        });
        return;
      case 6:
        (void)shop.run([&] {
          return shop.store().leave_household(moment, {shop.origin(), who()});
        });
        return;
      case 7:
        return segment();
      case 13:
      case 14:
        return merge();
      case 15:
      case 16:
        return unmerge();
      case 8:
        (void)converse(shop, office_, at + std::chrono::hours(1));
        return;
      default:
        return trade(shop, moment);
    }
  }

  void heal() {
    for (int round = 0; round < 2; ++round) {
      for (Shop* shop : {&first_, &second_}) {
        now_ = now_ + std::chrono::hours(1);
        converse(*shop, office_, now_);
      }
    }
  }

  void check() {
    const auto members = office_.books().feed.members_after(std::nullopt, 10'000);
    REQUIRE(!members.empty());
    for (const MemberId& member : members) {
      check_same(member, first_.books());
      check_same(member, second_.books());
      if (office_.books().standings.survivor_of(member) == member) continue;
      // All that anybody booked on them has followed.
      CHECK(office_.books().wallets.read(member).empty());
    }
    check_moves();
    for (Shop* shop : {&first_, &second_}) {
      CHECK_FALSE(shop->agent().problem());
      const auto wallets = wallets_from_journal(shop->books());
      REQUIRE(wallets);
      CHECK(compare_ledger(shop->books().wallets, *wallets).different == 0);
      CHECK(count_different(shop->books().standings, standings_from_journal(shop->books())) == 0);
    }
    const auto wallets = wallets_from_archive(office_.books());
    REQUIRE(wallets);
    CHECK(compare_ledger(office_.books().wallets, *wallets).different == 0);
    const auto standings = standings_from_archive(office_.books());
    REQUIRE(standings);
    CHECK(count_different(office_.books().standings, *standings) == 0);
  }

  // How often each kind of entry was really recorded.
  void count(std::map<std::string, int>& kinds) {
    for (const v1::JournalEntry& entry : own_entries()) {
      ++kinds[entry.merge().is_follow_up() ? "follow_up" : std::string(kind_of(entry))];
    }
    for (Shop* shop : {&first_, &second_}) {
      for (const StoredEntry& stored : shop->books().journal.read_from(1, SIZE_MAX, SIZE_MAX)) {
        ++kinds[std::string(kind_of(decode(stored)))];
      }
    }
  }

 private:
  std::string number(std::uint64_t below) { return std::to_string(random_.below(below)); }
  std::string card() { return "42000" + number(6); }
  Identifier who() { return {IdentifierKind::card, card()}; }

  std::vector<v1::JournalEntry> own_entries() {
    std::vector<v1::JournalEntry> entries;
    for (const CountedJournal& own : office_.books().incarnations.of_store(kHeadOfficeId)) {
      for (Seq seq = 1; seq <= own.seq; ++seq) {
        const auto segment = office_.books().archive.next(own.name, seq);
        REQUIRE(segment);
        REQUIRE(*segment);
        const auto entry = read_entry((*segment)->entries.at(0));
        REQUIRE(entry);
        entries.push_back(*entry);
      }
    }
    return entries;
  }

  // Merging and undoing it only move: each entry adds up to nothing.
  void check_moves() {
    for (const v1::JournalEntry& entry : own_entries()) {
      if (entry.has_settle()) continue;
      std::vector<programme::Wallet> sum;
      for (const OwnedChanges& each : owned_changes(entry)) {
        REQUIRE(apply(sum, each.lots, each.debts));
      }
      for (const programme::Wallet& wallet : sum) {
        CHECK(wallet.lots.empty());
        CHECK(wallet.debt == 0);
      }
    }
  }

  void update(Shop& shop, const Moment& moment) {
    PersonChange change;
    if (random_.below(2) == 0) change.name = "Name " + number(100);
    if (random_.below(2) == 0) change.phone = "+4917000000" + number(20);
    if (random_.below(2) == 0) change.preferences = {{"key" + number(3), number(2)}};
    (void)shop.run([&] {
      return shop.store().update_member(moment, {shop.origin(), who(), change});
    });
  }

  void merge() {
    v1::MergeMembersRequest request;
    request.set_member(card());
    request.set_into(card());
    request.set_reason("one person");
    (void)office_.run([&] { return office_.office().merge_members(now_, request); });
  }

  void unmerge() {
    v1::UnmergeMemberRequest request;
    request.set_member(card());
    request.set_reason("two");
    (void)office_.run([&] { return office_.office().unmerge_member(now_, request); });
  }

  void segment() {
    v1::SetSegmentsRequest request;
    request.add_cards(card());
    request.add_cards(card());
    (random_.below(3) == 0 ? request.add_remove() : request.add_add())->append("s" + number(4));
    REQUIRE(office_.run([&] { return office_.office().set_segments(now_, request); }));
  }

  void trade(Shop& shop, const Moment& moment) {
    if (random_.below(4) == 0 && !sales_.empty()) {
      const auto& [store, op_id] = sales_[random_.below(sales_.size())];
      if (store != shop.id()) return;
      (void)shop.run([&] {
        return shop.store().return_sale(moment, {shop.origin(), {"register-1", op_id}, {{1, 1}}});
      });
      return;
    }
    const auto sale =
        shop.sell(moment.now, card(), static_cast<std::int64_t>(random_.below(20'000)),
                  static_cast<Quantity>(random_.below(2) * random_.below(60)));
    if (sale) sales_.emplace_back(shop.id(), sale->entry.op_id());
  }

  void check_same(const MemberId& member, Books& store) {
    CentralBooks& office = office_.books();
    CHECK(store.wallets.read(member) == office.wallets.read(member));
    CHECK(MessageDifferencer::Equals(store.standings.read(member), office.standings.read(member)));
    CHECK(MessageDifferencer::Equals(store.segments.read(member), office.segments.read(member)));
    const auto at_store = store.identifiers.profile(member);
    const auto at_office = office.identifiers.profile(member);
    REQUIRE(at_store.has_value() == at_office.has_value());
    if (at_store) CHECK(MessageDifferencer::Equals(*at_store, *at_office));
  }

  TemporaryDirectory directory_;
  SeededRandom random_;
  Timestamp now_ = kStart;
  Office office_{directory_.file("office")};
  Shop first_{directory_.file("first"), 1, random_};
  Shop second_{directory_.file("second"), 2, random_};
  std::vector<std::pair<StoreId, std::string>> sales_;
};

}  // namespace

TEST_CASE("whatever is changed of members anywhere, every end ends with the same record") {
  std::map<std::string, int> kinds;
  for (std::uint64_t seed = 1; seed <= seeds_here(kSeeds); ++seed) {
    CAPTURE(seed);
    Chain chain(seed);
    for (int i = 0; i < kSteps; ++i) chain.step();
    chain.heal();
    chain.check();
    chain.count(kinds);
  }
  for (const char* kind : {"enrol", "update_member", "consent", "member_status", "join_household",
                           "leave_household", "sale", "return", "merge", "unmerge", "follow_up"}) {
    INFO(std::string(kind));
    CHECK(kinds[kind] >= static_cast<int>(seeds_here(kSeeds) / 8));
  }
}

TEST_CASE("segments are head office's and survive a profile that a store writes") {
  Pair pair;
  REQUIRE(pair.shop.enrol(pair.now, "420001", "Anna"));
  converse(pair.shop, pair.office, pair.now);
  v1::SetSegmentsRequest request;
  request.add_cards("420001");
  request.add_cards("429999");
  request.add_add("gold");
  const auto set = [&] {
    return pair.office.run([&] { return pair.office.office().set_segments(pair.now, request); });
  };
  const auto done = set();
  REQUIRE(done);
  CHECK(done->changed() == 1);
  REQUIRE(done->unknown_size() == 1);
  CHECK(done->unknown(0) == "429999");
  CHECK(set()->unchanged() == 1);
  pair.now = pair.now + std::chrono::hours(1);
  converse(pair.shop, pair.office, pair.now);
  PersonChange change;
  change.name = "Anna Berg";
  REQUIRE(pair.shop.run([&] {
    return pair.shop.store().update_member(
        {pair.now, kToday}, {pair.shop.origin(), {IdentifierKind::card, "420001"}, change});
  }));
  pair.now = pair.now + std::chrono::hours(1);
  converse(pair.shop, pair.office, pair.now);
  v1::GetMemberRequest who;
  who.set_card("420001");
  const auto member = pair.office.office().get_member(kToday, who);
  REQUIRE(member);
  CHECK(member->name() == "Anna Berg");
  REQUIRE(member->tags_size() == 1);
  const auto found = pair.shop.books().find_member({IdentifierKind::card, "420001"});
  REQUIRE(found);
  CHECK(pair.shop.books().segments.read(found->member).tags(0) == "gold");
}

TEST_CASE("a sale that a store books without knowing of the household follows the member into it") {
  TwoShops chain;
  REQUIRE(chain.shop.sell(chain.now, "420001", 5000));
  const Identifier first{IdentifierKind::card, "420001"};
  const Identifier second{IdentifierKind::card, "420002"};
  REQUIRE(chain.shop.run([&] {
    return chain.shop.store().join_household({chain.now, kToday},
                                             {chain.shop.origin(), first, second, {}});
  }));
  converse(chain.shop, chain.office, chain.now);
  chain.now = chain.now + std::chrono::hours(1);
  REQUIRE(chain.other.sell(chain.now, "420001", 3000));  // has not pulled
  // The store gives back what it may spend of wallets that are theirs no longer; then head office
  // moves it.
  chain.talk();
  chain.talk();
  CHECK(chain.office.books().exceptions.newest(10).empty());
  for (Shop* shop : {&chain.shop, &chain.other}) {
    const auto view = identify(shop->books(), shop->store().policy(), {chain.now, kToday}, second);
    REQUIRE(view);
    CHECK(view->units.at(0).confirmed == 80);
    CHECK(view->units.at(0).safe_to_spend == (shop == &chain.shop ? 50 : 0));
  }
  const auto member = chain.shop.books().find_member(first);
  REQUIRE(member);
  CHECK(chain.office.books().wallets.read(member->member).empty());
}

}  // namespace loyald::testing

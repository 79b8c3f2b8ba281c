// SPDX-License-Identifier: Apache-2.0
// Three stores and a head office on real files, a line that loses, repeats and delays, and
// processes that end anywhere: whatever happens, after healing everything was counted exactly once.
#include "tests/support/doctest.h"

#include <google/protobuf/util/message_differencer.h>

#include <array>
#include <deque>

#include "store/fold.h"
#include "store/rebuild.h"
#include "sync/headoffice/archive_check.h"
#include "tests/sync/support/pair.h"

namespace loyald::testing {
namespace {

using google::protobuf::util::MessageDifferencer;

constexpr std::uint64_t kSeeds = 60;
constexpr int kSteps = 250;

class World {
 public:
  explicit World(std::uint64_t seed) : random_(seed) {
    REQUIRE(office_.publish("first"));
    for (StoreId id = 1; id <= 3; ++id) {
      shops_.push_back(
          std::make_unique<Shop>(directory_.file("shop" + std::to_string(id)), id, random_));
      shops_.back()->open(now_);
    }
  }

  void step() {
    now_ = now_ + std::chrono::milliseconds(random_.below(2'000));
    switch (random_.below(12)) {
      case 0:
        return restart_shop(random_.below(shops_.size()));
      case 1:
        office_.close();
        office_.open();
        return;
      case 2:
        if (random_.below(4) == 0) {
          REQUIRE(office_.publish("version " + std::to_string(random_.below(3))));
        }
        return replay();
      case 3:
      case 4:
      case 5:
      case 6:
        return trade(*shops_[random_.below(shops_.size())]);
      default:
        return carry(random_.below(shops_.size()));
    }
  }

  // The line is good again and time passes, until nobody has anything to say: two rounds, because
  // what one store pushes last the others must still pull.
  void heal() {
    for (int round = 0; round < 2; ++round) {
      for (std::size_t i = 0; i < shops_.size(); ++i) {
        if (in_flight_[i]) lose(i);
        now_ = now_ + std::chrono::hours(1);
        converse(*shops_[i], office_, now_);
      }
    }
  }

  void check() {
    WalletsByMember sum;
    for (const auto& shop : shops_) {
      CHECK_FALSE(shop->agent().problem());
      check_archive(*shop);
      add_journal(*shop, sum);
    }
    // What stores decided, head office decides again.
    for (const Exception& each : office_.books().exceptions.newest(100'000)) {
      CAPTURE(each.detail);
      CHECK(each.code != exception_code::kDecidedOtherwise);
    }
    const auto rebuilt = wallets_from_archive(office_.books());
    REQUIRE(rebuilt);
    CHECK(compare_ledger(office_.books().wallets, *rebuilt).different == 0);
    const auto standings = standings_from_archive(office_.books());
    REQUIRE(standings);
    CHECK(count_different(office_.books().standings, *standings) == 0);
    const LedgerCheck by_stores = compare_ledger(office_.books().wallets, sum);
    CHECK(by_stores.members > 0);
    CHECK(by_stores.different == 0);
    for (const auto& shop : shops_) {
      CHECK(compare_ledger(shop->books().wallets, sum).different == 0);
      check_people(*shop);
      const auto own = wallets_from_journal(shop->books());
      REQUIRE(own);
      CHECK(compare_ledger(shop->books().wallets, *own).different == 0);
    }
  }

 private:
  std::string any_card() { return "42000" + std::to_string(random_.below(6)); }

  void trade(Shop& shop) {
    const std::string card = any_card();
    switch (random_.below(12)) {
      case 10:
        return share(shop, card);
      case 11:
        (void)shop.run([&] {
          return shop.store().set_consent({now_, kToday}, {shop.origin(),
                                                           {IdentifierKind::card, card},
                                                           "marketing",
                                                           random_.below(2) == 0,
                                                           "1"});
        });
        return;
      case 0:
        (void)shop.enrol(now_, card, "Person " + std::to_string(random_.below(1000)));
        return;
      case 1:
        (void)shop.run([&] {
          return shop.store().link_card({now_, kToday},
                                        {shop.origin(), {IdentifierKind::card, card}, any_card()});
        });
        return;
      case 2:
        (void)shop.run([&] {
          return shop.store().block_card({now_, kToday},
                                         {shop.origin(), "43000" + std::to_string(random_.below(3)),
                                          v1::CARD_STATE_BLOCKED, "lost"});
        });
        return;
      case 3:
      case 4:
        return undo(shop);
      case 5:
        (void)shop.run([&] {
          return shop.store().adjust({now_, kToday}, {shop.origin(),
                                                      {IdentifierKind::card, card},
                                                      "points",
                                                      static_cast<Quantity>(random_.below(40)) - 15,
                                                      "sorry"});
        });
        return;
      default:
        // Several stores may spend the same points while apart: that goes below zero, and still
        // every end must say the same.
        if (auto sale = shop.sell(now_, card, static_cast<std::int64_t>(random_.below(20'000)),
                                  static_cast<Quantity>(random_.below(60)));
            sale && !sale->is_repeat) {
          sales_.push_back({shop.id(), sale->entry.op_id()});
        }
    }
  }

  void share(Shop& shop, const std::string& card) {
    const Identifier who{IdentifierKind::card, card};
    if (random_.below(3) == 0) {
      (void)shop.run([&] {
        return shop.store().leave_household({now_, kToday}, {shop.origin(), who});
      });
      return;
    }
    const Identifier with{IdentifierKind::card, any_card()};
    (void)shop.run([&] {
      return shop.store().join_household({now_, kToday}, {shop.origin(), who, with, {}});
    });
  }

  void undo(Shop& shop) {
    for (const auto& [store, op_id] : sales_) {
      if (store != shop.id() || random_.below(3) != 0) continue;
      if (random_.below(2) == 0) {
        (void)shop.run([&] {
          return shop.store().void_sale({now_, kToday}, {shop.origin(), {"register-1", op_id}});
        });
      } else {
        (void)shop.run([&] {
          return shop.store().return_sale({now_, kToday},
                                          {shop.origin(), {"register-1", op_id}, {{1, 1}}});
        });
      }
      return;
    }
  }

  // One step of one store's exchange, over a bad line.
  void carry(std::size_t i) {
    Shop& shop = *shops_[i];
    if (in_flight_[i]) {
      if (random_.below(3) == 0) return;  // delayed
      if (random_.below(4) == 0) return lose(i);
      const Agent::Request request = *std::exchange(in_flight_[i], std::nullopt);
      seen_.push_back(request);
      if (seen_.size() > 30) seen_.pop_front();
      const Answer answer = office_.answer(now_, request);
      if (random_.below(4) == 0) {
        shop.agent().on_failure(now_, Error(Errc::deadline_exceeded, "answer lost"), std::nullopt);
      } else {
        deliver(shop.agent(), now_, answer);
      }
      return check_cursor(shop);
    }
    const Agent::Step step = shop.agent().next(now_);
    if (const auto* send = std::get_if<Agent::Send>(&step)) {
      in_flight_[i] = send->request;
    } else if (random_.below(3) == 0) {
      now_ = std::get<Agent::Idle>(step).until;
    }
  }

  void lose(std::size_t i) {
    in_flight_[i].reset();
    shops_[i]->agent().on_failure(now_, Error(Errc::unavailable, "request lost"), std::nullopt);
  }

  // A proxy that sends an old request once more; nobody hears the answer.
  void replay() {
    if (seen_.empty()) return;
    (void)office_.answer(now_, seen_[random_.below(seen_.size())]);
    for (const auto& shop : shops_) check_cursor(*shop);
  }

  void restart_shop(std::size_t i) {
    // A request on its way may still arrive after its sender has died.
    if (in_flight_[i] && random_.below(2) == 0) (void)office_.answer(now_, *in_flight_[i]);
    in_flight_[i].reset();
    shops_[i]->close();
    shops_[i]->open(now_);
  }

  std::optional<CountedJournal> counted(Shop& shop) {
    const auto genesis = shop.books().journal.genesis();
    const auto incarnation = id_from_bytes<Incarnation>(genesis->incarnation());
    return office_.books().incarnations.find({shop.id(), *incarnation});
  }

  // Head office is never ahead of a store, and neither forgets what it has seen.
  void check_cursor(Shop& shop) {
    const auto journal = counted(shop);
    if (!journal) return;
    const SyncPosition position = shop.books().sync_position();
    Seen& seen = last_[shop.id() - 1];
    CHECK(journal->seq <= shop.books().journal.head().seq);
    CHECK(journal->seq >= seen.office);
    CHECK(position.counted_seq <= journal->seq);
    CHECK(position.counted_seq >= seen.counted);
    CHECK(position.feed_cursor >= seen.feed);
    seen = {journal->seq, position.counted_seq, position.feed_cursor};
  }

  void check_archive(Shop& shop) {
    const auto verified = verify_archive(office_.books(), shop.id());
    REQUIRE(verified);
    const Head head = shop.books().journal.head();
    CHECK(*verified == head.seq);
    const auto journal = counted(shop);
    REQUIRE(journal);
    CHECK(journal->seq == head.seq);
    CHECK(journal->hash == head.hash);
    Seq seq = 0;
    std::int64_t sales = 0;
    while (const auto segment = *office_.books().archive.next(journal->name, seq + 1)) {
      for (const std::string& bytes : segment->entries) {
        const auto own = shop.books().journal.read(++seq);
        REQUIRE(own);
        CHECK(own->bytes == bytes);
        if (decode(*own).has_sale()) ++sales;
      }
    }
    CHECK(seq == head.seq);
    CHECK(journal->sales == sales);
  }

  static void add_journal(Shop& shop, WalletsByMember& sum) {
    for (const StoredEntry& stored : shop.books().journal.read_from(1, SIZE_MAX, SIZE_MAX)) {
      const v1::JournalEntry entry = decode(stored);
      for (const OwnedChanges& each : owned_changes(entry)) {
        REQUIRE(apply(sum[each.owner], each.lots, each.debts));
      }
    }
  }

  // Cards and personal data are the same everywhere.
  void check_people(Shop& shop) {
    for (const MemberId& member : office_.books().feed.members_after(std::nullopt, 1000)) {
      const auto at_store = shop.books().identifiers.of_member(member);
      const auto at_office = office_.books().identifiers.of_member(member);
      REQUIRE(at_store.size() == at_office.size());
      for (std::size_t i = 0; i < at_store.size(); ++i) {
        CHECK(at_store[i].identifier.text == at_office[i].identifier.text);
        CHECK(at_store[i].state == at_office[i].state);
        CHECK(at_store[i].version == at_office[i].version);
      }
      const auto store_profile = shop.books().identifiers.profile(member);
      const auto office_profile = office_.books().identifiers.profile(member);
      REQUIRE(store_profile.has_value() == office_profile.has_value());
      if (store_profile) CHECK(store_profile->name() == office_profile->name());
      CHECK(MessageDifferencer::Equals(shop.books().standings.read(member),
                                       office_.books().standings.read(member)));
    }
    CHECK(shop.books().identifiers.unsent_profiles(1).empty());
    CHECK(shop.books().programmes.newest(Programmes::Origin::head_office) ==
          office_.books().programmes.newest(Programmes::Origin::head_office));
  }

  struct Seen {
    Seq office = 0;
    Seq counted = 0;
    std::uint64_t feed = 0;
  };

  TemporaryDirectory directory_;
  SeededRandom random_;
  Timestamp now_ = kStart;
  Office office_{directory_.file("office")};
  std::vector<std::unique_ptr<Shop>> shops_;
  std::array<std::optional<Agent::Request>, 3> in_flight_;
  std::array<Seen, 3> last_;
  std::deque<Agent::Request> seen_;
  std::vector<std::pair<StoreId, std::string>> sales_;
};

}  // namespace

TEST_CASE("whatever the line and the processes do, everything is counted exactly once") {
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    INFO("seed ", seed);
    CAPTURE(seed);
    World world(seed);
    for (int i = 0; i < kSteps; ++i) world.step();
    world.heal();
    world.check();
  }
}

}  // namespace loyald::testing

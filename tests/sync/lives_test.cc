// SPDX-License-Identifier: Apache-2.0
#include "tests/support/doctest.h"

#include <filesystem>

#include "store/new_life.h"
#include "store/rebuild.h"
#include "store/rebuild_derived.h"
#include "store/rebuild_standings.h"
#include "sync/headoffice/archive_check.h"
#include "tests/sync/support/pair.h"

// What becomes of a store whose books were restored from a copy, and of one that was copied.
namespace loyald::testing {
namespace {

const std::string kCard = "4200001";

struct Restored : Pair {
  std::string copy_path = directory.file("copy.db");

  Restored() {
    sell(10);
    talk();
  }
  void sell(int count) {
    for (int i = 0; i < count; ++i) REQUIRE(shop.sell(now, kCard, 1000));
  }
  void talk() {
    for (int round = 0; round < 4; ++round) {
      now = now + std::chrono::hours(1);
      converse(shop, office, now);
    }
  }
  // The books as they are now, to be put in their place later.
  void copy() {
    shop.close();
    std::filesystem::copy_file(shop.path(), copy_path,
                               std::filesystem::copy_options::overwrite_existing);
    shop.open(now);
  }
  void restore() {
    shop.close();
    for (const char* more : {"-wal", "-shm"}) std::filesystem::remove(shop.path() + more);
    std::filesystem::copy_file(copy_path, shop.path(),
                               std::filesystem::copy_options::overwrite_existing);
    shop.open(now);
  }
  Quantity points(Books& books) {
    const auto found = books.find_member({IdentifierKind::card, kCard});
    REQUIRE(found);
    Quantity sum = 0;
    for (const auto& lot : wallet_of(books.wallets.read(found->member), "points").lots) {
      sum += lot.amount;
    }
    return sum;
  }
  Quantity points_at_office() {
    Quantity sum = 0;
    const auto found = shop.books().find_member({IdentifierKind::card, kCard});
    for (const auto& lot : wallet_of(office.books().wallets.read(found->member), "points").lots) {
      sum += lot.amount;
    }
    return sum;
  }
  // What both ends know of a card, once they say the same.
  std::optional<FoundIdentifier> card(const std::string& text) {
    const auto here = shop.books().identifiers.find(text);
    const auto there = office.books().identifiers.find(text);
    CHECK(here.has_value() == there.has_value());
    if (!here || !there) return std::nullopt;
    CHECK(here->member == there->member);
    CHECK(here->state == there->state);
    CHECK(here->version == there->version);
    return here;
  }
  Result<Recorded> block(Shop& at, const Origin& origin, const std::string& text) {
    return at.run([&] {
      return at.store().block_card({now, kToday}, {origin, text, v1::CARD_STATE_BLOCKED, "lost"});
    });
  }
  std::size_t lives() { return shop.books().journal.lives.all().size(); }
  bool told(std::string_view code) {
    for (const Exception& each : office.books().exceptions.newest(100)) {
      if (each.code == code) return true;
    }
    return false;
  }
  // Both ends say the same, and each says what its journals say.
  void check_whole() {
    CHECK(shop.agent().problem().value_or("") == "");
    CHECK(shop.books().journal.verify(1));
    const auto wallets = wallets_from_journal(shop.books());
    REQUIRE(wallets);
    CHECK(compare_ledger(shop.books().wallets, *wallets).different == 0);
    CHECK(derived_from_journal(shop.books()) == derived_tables(shop.books()));
    CHECK(count_different(shop.books().standings, standings_from_journal(shop.books())) == 0);
    CHECK(verify_archive(office.books(), 1));
    const auto archived = wallets_from_archive(office.books());
    REQUIRE(archived);
    CHECK(compare_ledger(office.books().wallets, *archived).different == 0);
    CHECK(points(shop.books()) == points_at_office());
    CHECK(shop.books().sync_position().counted_seq == shop.books().journal.head().seq);
  }
};

}  // namespace

TEST_CASE("books behind head office get back what they lack, and go on in another life") {
  Restored world;
  world.copy();
  world.sell(700);  // more than one page
  world.talk();
  const Seq before = world.shop.books().journal.head().seq;
  const Recorded last = world.shop.books().recorded(before);
  world.restore();
  CHECK(world.shop.books().journal.head().seq < before);
  world.talk();
  CHECK(world.lives() == 2);
  CHECK(world.shop.books().recorded(before).hash == last.hash);
  CHECK(world.shop.books().find_operation("register-1", last.entry.op_id()) == before);
  CHECK(world.told(exception_code::kRestored));
  world.sell(1);
  world.talk();
  world.check_whole();
  CHECK(world.points(world.shop.books()) == 7110);
}

TEST_CASE("what was sold on an older copy counts once, in the new life") {
  Restored world;
  const auto was_sold = world.shop.origin();  // an operation that the copy will not know
  world.copy();
  CheckoutRequest lost{was_sold, {IdentifierKind::card, kCard}, {}, {}};
  programme::BasketLine line;
  line.sku = "4001";
  line.amount = {500};
  lost.basket.lines.push_back(line);
  const auto sell_lost = [&] {
    return world.shop.run([&] { return world.shop.store().checkout({world.now, kToday}, lost); });
  };
  REQUIRE(sell_lost());
  world.sell(5);
  world.talk();
  world.restore();
  world.sell(3);
  // The register had no answer and asks again.
  const auto again = sell_lost();
  REQUIRE(again);
  CHECK_FALSE(again->is_repeat);
  // A sale of the copy is voided, one of before it comes back in part.
  const auto sold = world.shop.sell(world.now, kCard, 300);
  REQUIRE(sold);
  VoidRequest undo{world.shop.origin(), {"register-1", sold->entry.op_id()}};
  REQUIRE(world.shop.run([&] { return world.shop.store().void_sale({world.now, kToday}, undo); }));
  ReturnRequest back{world.shop.origin(), {"register-1", "op-1"}, {{1, 1}}, ""};
  REQUIRE(world.shop.run([&] {
    return world.shop.store().return_sale({world.now, kToday}, back);
  }));
  world.talk();
  CHECK(world.lives() == 2);
  world.check_whole();
  CHECK(world.points(world.shop.books()) == 100 + 5 + 50 + 30 - 10);
  // Saying all of it again changes nothing.
  const Seq head = world.shop.books().journal.head().seq;
  CHECK(sell_lost()->is_repeat);
  CHECK(world.shop.run([&] {
                    return world.shop.store().void_sale({world.now, kToday}, undo);
                  })
            ->is_repeat);
  CHECK(world.shop.run([&] {
                    return world.shop.store().return_sale({world.now, kToday}, back);
                  })
            ->is_repeat);
  CHECK(world.shop.books().journal.head().seq == head);
  // Of a sale of the old life the rest comes back, and one of the day is voided.
  ReturnRequest more{world.shop.origin(), {"register-1", "op-2"}, {{1, 1}}, ""};
  REQUIRE(world.shop.run([&] {
    return world.shop.store().return_sale({world.now, kToday}, more);
  }));
  VoidRequest whole{world.shop.origin(), {"register-1", "op-3"}};
  REQUIRE(world.shop.run([&] { return world.shop.store().void_sale({world.now, kToday}, whole); }));
  CHECK_FALSE(world.shop.run([&] {
    return world.shop.store().void_sale({world.now, kToday},
                                        {world.shop.origin(), {"register-1", "op-3"}});
  }));
  world.talk();
  world.check_whole();
  CHECK(world.points(world.shop.books()) == 100 + 5 + 50 + 30 - 30);
}

TEST_CASE("a store that knows that it was restored holds nothing, and is mended all the same") {
  Restored world;
  world.copy();
  world.sell(5);
  world.talk();
  world.restore();
  {
    Store::Batch batch(world.shop.store());
    world.shop.store().begin_life(world.now, "the guard file is ahead");
    batch.commit();
  }
  CHECK(world.shop.books().journal.verify(1));
  // What the copy held may have been spent since.
  CHECK_FALSE(world.shop.sell(world.now, kCard, 1000, 10));
  // What is collected now may be what the lost entries collected, asked for again by a till: head
  // office may have let another store spend that.
  world.sell(2);
  CHECK_FALSE(world.shop.sell(world.now, kCard, 1000, 20));
  world.talk();
  REQUIRE(world.shop.sell(world.now, kCard, 1000, 20));
  world.talk();
  world.check_whole();
  CHECK(world.points(world.shop.books()) == 150 + 20 + 9 - 20);
  CHECK(world.told(exception_code::kRestored));
  CHECK_FALSE(world.told(exception_code::kRightsExceeded));
}

TEST_CASE("what the old life had not sent is sent before the new one begins at head office") {
  Restored world;
  world.sell(600);
  {
    Store::Batch batch(world.shop.store());
    world.shop.store().begin_life(world.now, "this PC was another one");
    batch.commit();
  }
  world.sell(1);
  world.talk();
  CHECK(world.lives() == 2);
  world.check_whole();
  CHECK(world.points(world.shop.books()) == 6110);
  // A restored head office that has forgotten both lives hears of both again.
  world.office.close();
  std::filesystem::remove(world.directory.file("office.db"));
  world.office.open();
  REQUIRE(world.office.publish("first"));
  world.talk();
  CHECK(world.lives() == 2);
  world.check_whole();
}

TEST_CASE(
    "of two PCs with one journal the second goes on in a life of its own, the first is told") {
  Restored world;
  world.copy();
  Shop clone(world.copy_path, 1, world.random);
  clone.open(world.now);
  for (int i = 0; i < 100; ++i) (void)clone.origin();  // another register's ids
  world.sell(2);
  for (int i = 0; i < 3; ++i) REQUIRE(clone.sell(world.now, "77", 1000));
  world.talk();
  for (int round = 0; round < 4; ++round) {
    world.now = world.now + std::chrono::hours(1);
    converse(clone, world.office, world.now);
  }
  CHECK_FALSE(clone.agent().problem());
  CHECK(clone.books().journal.lives.all().size() == 2);
  CHECK(world.told(exception_code::kFork));
  world.sell(1);
  world.talk();
  REQUIRE(world.shop.agent().problem());
  CHECK(world.shop.agent().problem()->find("another PC") != std::string::npos);
  // A person says that this is the right one: what it had not sent goes on in a new life.
  world.shop.close();
  world.shop.open(world.now);
  {
    Store::Batch batch(world.shop.store());
    begin_life_by_hand(world.shop.books(), world.random, world.now, "this is the right PC");
    batch.commit();
  }
  world.talk();
  world.check_whole();
}

TEST_CASE("what was credited in a life that is over stays frozen when it is written again") {
  Restored world;
  world.copy();
  world.sell(1);
  world.talk();
  world.restore();
  const auto begin_life = [&] {
    Store::Batch batch(world.shop.store());
    world.shop.store().begin_life(world.now, "restored");
    batch.commit();
  };
  begin_life();
  world.sell(2);
  world.copy();
  // Nothing of it may be spent, and the copy of before takes its place.
  CHECK_FALSE(world.shop.sell(world.now, kCard, 1000, 20));
  world.restore();
  begin_life();
  world.sell(1);
  world.talk();
  world.check_whole();
  const MemberId member = world.shop.books().find_member({IdentifierKind::card, kCard})->member;
  Quantity held = 0;
  for (const auto& lot :
       wallet_of(world.shop.books().rights.read(member, world.shop.books().name(), false), "points")
           .lots) {
    held += lot.amount;
  }
  CHECK(held == 10);
}

TEST_CASE("a copy of before the newest life gets that life back, too") {
  Restored world;
  world.copy();
  world.sell(2);
  world.talk();
  for (int i = 0; i < 3; ++i) {
    world.restore();
    {
      Store::Batch batch(world.shop.store());
      world.shop.store().begin_life(world.now, "restored");
      batch.commit();
    }
    world.sell(1);
    world.talk();
    world.check_whole();
    world.sell(1);
    world.talk();
  }
  CHECK(world.lives() == 4);
  world.check_whole();
  CHECK(world.points(world.shop.books()) == 100 + 20 + 60);
}

TEST_CASE("what an old life held stays set aside until somebody gives it up") {
  Restored world;
  world.copy();
  world.restore();
  {
    Store::Batch batch(world.shop.store());
    world.shop.store().begin_life(world.now, "restored");
    batch.commit();
  }
  world.talk();
  CHECK_FALSE(world.shop.sell(world.now, kCard, 1000, 10));
  v1::GiveUpStoreRequest request;
  request.set_store_id(1);
  request.set_reason("the copy was never used");
  REQUIRE(
      world.office.run([&] { return world.office.office().give_up_store(world.now, request); }));
  acquire(world.shop, world.office, world.now, kCard);
  world.talk();
  CHECK(world.shop.sell(world.now, kCard, 1000, 10));
}

TEST_CASE("a card is what head office and the journal say, not what a dropped entry said") {
  Restored world;
  // Another store's word on one card, which this one knows of.
  Shop other(world.directory.file("other"), 2, world.random);
  other.open(world.now);
  REQUIRE(world.block(other, other.origin(), "43001"));
  converse(other, world.office, world.now);
  world.talk();
  CHECK(world.card("43001")->version.store_id == 2);
  world.copy();
  const Origin unanswered = world.shop.origin();
  const Origin one = world.shop.origin();
  const Origin two = world.shop.origin();
  REQUIRE(world.block(world.shop, unanswered, "43002"));
  REQUIRE(world.block(world.shop, one, "43003"));
  REQUIRE(world.block(world.shop, two, "43004"));
  world.talk();
  const Version first = world.card("43002")->version;
  world.restore();
  // The same operations again: one that its register had no answer to, two of another till's that
  // gives the same ids.
  REQUIRE(world.block(world.shop, unanswered, "43002"));
  REQUIRE(world.block(world.shop, one, "43001"));
  CheckoutRequest sale{two, {IdentifierKind::card, "43005"}, {}, {}};
  sale.basket.lines.emplace_back().amount = {500};
  REQUIRE(world.shop.run([&] { return world.shop.store().checkout({world.now, kToday}, sale); }));
  CHECK(world.shop.books().identifiers.find("43002")->version > first);
  CHECK(world.shop.books().identifiers.find("43005"));
  world.talk();
  world.check_whole();
  CHECK(world.card("43002")->version == first);
  CHECK(world.card("43001")->version.store_id == 2);
  CHECK(world.card("43003"));
  CHECK(world.card("43004"));
  CHECK_FALSE(world.card("43005"));
}

}  // namespace loyald::testing

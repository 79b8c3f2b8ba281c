// SPDX-License-Identifier: Apache-2.0
// Head office's books are replaced by an older copy of them.
#include <filesystem>

#include "tests/support/doctest.h"
#include "tests/sync/support/pair.h"

namespace loyald::testing {
namespace {

struct Restored : TwoShops {
  void back_up() {
    office.close();
    std::filesystem::copy_file(directory.file("office.db"), directory.file("backup.db"));
    office.open();
  }
  void restore(bool is_said) {
    office.close();
    std::filesystem::copy_file(directory.file("backup.db"), directory.file("office.db"),
                               std::filesystem::copy_options::overwrite_existing);
    office.open();
    if (!is_said) return;
    HeadOffice::Batch batch(office.office());
    office.office().begin_after_restore(now);
    v1::GiveUpStoreRequest never_came;
    never_came.set_store_id(3);
    never_came.set_reason("never was");
    REQUIRE(office.office().give_up_store(now, never_came));
    batch.commit();
  }
  std::string name_at(CentralBooks& books, const std::string& card) {
    const auto found = books.identifiers.find(card);
    REQUIRE(found);
    return books.identifiers.profile(found->member).value_or(v1::MemberProfile()).name();
  }
  std::size_t segments_at_shop(const std::string& card) {
    const auto found = shop.books().find_member({IdentifierKind::card, card});
    REQUIRE(found);
    return static_cast<std::size_t>(shop.books().segments.read(found->member).tags_size());
  }
};

}  // namespace

TEST_CASE_FIXTURE(Restored, "stores say again what was lost, and no longer say what only it knew") {
  REQUIRE(shop.enrol(now, "420001", "Anna"));
  talk();
  back_up();
  PersonChange change;
  change.name = "Anna Berg";
  REQUIRE(shop.run([&] {
    return shop.store().update_member({now, kToday},
                                      {shop.origin(), {IdentifierKind::card, "420001"}, change});
  }));
  REQUIRE(other.sell(now, "420001", 5000));
  talk();
  v1::SetSegmentsRequest gold;
  gold.add_cards("420001");
  gold.add_add("gold");
  REQUIRE(office.run([&] { return office.office().set_segments(now, gold); }));
  REQUIRE(office.publish("second"));
  talk();
  CHECK(segments_at_shop("420001") == 1);

  restore(true);
  CHECK(name_at(office.books(), "420001") == "Anna");
  // The stores have a second one that nobody knows any more.
  const auto refused = office.publish("third");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.find("store 1, 2") != std::string::npos);
  talk();
  const auto published = office.publish("third");
  REQUIRE(published);
  CHECK(published->version() == 3);
  talk();
  CHECK(name_at(office.books(), "420001") == "Anna Berg");
  CHECK(segments_at_shop("420001") == 0);
  const auto member = shop.books().identifiers.find("420001")->member;
  CHECK(shop.books().wallets.read(member) == office.books().wallets.read(member));
  CHECK(wallet_of(office.books().wallets.read(member), "points").lots.at(0).amount == 50);
  CHECK(shop.books().programmes.newest(Programmes::Origin::head_office)->second ==
        programme_text("third"));
}

TEST_CASE_FIXTURE(Restored,
                  "a restore that nobody told of is noticed by the first store that pushes") {
  back_up();
  REQUIRE(shop.sell(now, "420001", 5000));
  talk();
  restore(false);
  REQUIRE(shop.sell(now, "420001", 5000));
  talk();
  const auto exceptions = office.books().exceptions.newest(10);
  REQUIRE(exceptions.size() == 1);
  CHECK(exceptions.at(0).code == exception_code::kWentBack);
  CHECK(exceptions.at(0).detail.find("--after-restore") != std::string::npos);
}

TEST_CASE_FIXTURE(Restored, "two restores of one backup begin two lives of the feed") {
  back_up();
  restore(true);
  const std::uint64_t first = office.books().feed.epoch();
  CHECK(first > 1);
  now = now + std::chrono::hours(1);
  restore(true);
  CHECK(office.books().feed.epoch() > first);
}

TEST_CASE_FIXTURE(Restored, "that a store was closed since the backup is heard from it again") {
  REQUIRE(shop.sell(now, "42", 1000));
  talk();
  back_up();
  REQUIRE(shop.run([&] { return shop.store().decommission(now, "the lease ended"); }));
  talk();
  restore(true);
  talk();
  CHECK(office.books().incarnations.find(shop.books().name())->state == IncarnationState::closed);
  CHECK_FALSE(office.books().awaited.any());
}

}  // namespace loyald::testing

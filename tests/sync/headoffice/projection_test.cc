// SPDX-License-Identifier: Apache-2.0
#include "tests/support/doctest.h"

#include "store/fold.h"
#include "sync/headoffice/archive_check.h"
#include "sync/headoffice/projection.h"
#include "tests/sync/support/hand_written.h"

namespace loyald::testing {
namespace {

const MemberId kMember = member_of_unknown_card("42");

v1::JournalEntry entry_at(Timestamp now) {
  v1::JournalEntry entry;
  entry.set_format(1);
  entry.set_hlc(hlc_of(now));
  entry.set_business_date(kToday.days);
  return entry;
}

v1::JournalEntry adjust_of(Timestamp now, std::int64_t points, const std::string& unit = "points") {
  v1::JournalEntry entry = entry_at(now);
  v1::Adjust& adjust = *entry.mutable_adjust();
  adjust.set_member_id(kMember.str());
  adjust.set_programme_version(1);
  v1::LotChange& change = *adjust.add_changes();
  change.set_unit(unit);
  change.set_available_from(kToday.days);
  change.set_expires_on(kToday.days + 365);
  change.set_amount(points);
  return entry;
}

struct Written : HandWritten {
  using HandWritten::HandWritten;

  Quantity points() {
    Quantity sum = 0;
    for (const auto& lot : wallet_of(office.books().wallets.read(kMember), "points").lots) {
      sum += lot.amount;
    }
    return sum;
  }
  bool is_rebuildable() {
    const auto rebuilt = wallets_from_archive(office.books());
    REQUIRE(rebuilt);
    return compare_ledger(office.books().wallets, *rebuilt).different == 0;
  }
};

using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("bytes that are no entry are archived and told, and what follows them is counted") {
  Written store;
  v1::JournalEntry later_form = adjust_of(kStart, 5);
  later_form.set_format(2);
  v1::JournalEntry nobody = adjust_of(kStart, 5);
  nobody.mutable_adjust()->set_member_id("short");
  v1::JournalEntry beyond = adjust_of(kStart, 5);
  beyond.set_hlc(UINT64_MAX);
  CHECK(store.push({"\xff garbage", "", later_form.SerializeAsString(), nobody.SerializeAsString(),
                    beyond.SerializeAsString(), adjust_of(kStart, 7).SerializeAsString()}) ==
        Codes(5, "UNREADABLE"));
  CHECK(store.points() == 7);
  CHECK(verify_archive(store.office.books(), 1) == 6);
  CHECK(store.is_rebuildable());
}

TEST_CASE("a hold and its release travel, change no wallet, and outlast head office's answers") {
  Pair pair;
  REQUIRE(pair.shop.sell(pair.now, "42", 50'000));
  converse(pair.shop, pair.office, pair.now);
  const auto wallets = pair.office.books().wallets.read(kMember);
  HoldRequest asked;
  asked.checkout.origin = pair.shop.origin();
  asked.checkout.who = {IdentifierKind::card, "42"};
  asked.checkout.basket.lines.emplace_back().amount = {1000};
  asked.checkout.choices.push_back({"pay", 100});
  asked.valid_for_s = kHoldMostSeconds;
  REQUIRE(pair.shop.run([&] { return pair.shop.store().hold({pair.now, kToday}, asked); }));
  const auto held = [&] {
    Quantity sum = 0;
    for (const UnitView& unit :
         units_of(pair.shop.books(), pair.shop.store().policy(), kMember, kToday, pair.now)) {
      sum += unit.held;
    }
    return sum;
  };
  CHECK(held() == 100);
  pair.now = pair.now + std::chrono::hours(1);
  converse(pair.shop, pair.office, pair.now);
  CHECK(pair.shop.books().sync_position().counted_seq == 2);
  CHECK(held() == 100);
  const ReleaseRequest release{pair.shop.origin(),
                               {asked.checkout.origin.register_id, asked.checkout.origin.op_id}};
  REQUIRE(pair.shop.run([&] { return pair.shop.store().release({pair.now, kToday}, release); }));
  pair.now = pair.now + std::chrono::hours(1);
  converse(pair.shop, pair.office, pair.now);
  CHECK(pair.shop.books().sync_position().counted_seq == 3);
  CHECK(held() == 0);
  CHECK(pair.office.books().wallets.read(kMember) == wallets);
  CHECK(pair.office.books().exceptions.newest(10).empty());
}

TEST_CASE("spending more than a lot holds is told, whoever spent it first") {
  Written store;
  CHECK(store.push(adjust_of(kStart, 10)).empty());
  CHECK(store.push(adjust_of(kStart, -10)).empty());
  CHECK(store.push(adjust_of(kStart, -1)) == Codes{"OVERSPENT", "RIGHTS_EXCEEDED"});
  CHECK(store.push(adjust_of(kStart, 0)).empty());
  CHECK(store.points() == -1);
  CHECK(store.is_rebuildable());
}

TEST_CASE("a sum that does not fit is told and not counted, here and in a rebuild") {
  Written store;
  CHECK(store.push(adjust_of(kStart, INT64_MAX)).empty());
  CHECK(store.push(adjust_of(kStart, 1)) == Codes{"UNCOUNTABLE"});
  CHECK(store.points() == INT64_MAX);
  CHECK(store.is_rebuildable());
}

TEST_CASE("units and programmes that head office does not know are told, and counted") {
  Written store;
  CHECK(store.push(adjust_of(kStart, 3, "gold")) == Codes{"UNKNOWN_UNIT"});
  v1::JournalEntry entry = adjust_of(kStart, 3);
  entry.mutable_adjust()->set_programme_version(9);
  CHECK(store.push(entry) == Codes{"UNKNOWN_PROGRAMME"});
  CHECK(store.points() == 3);
}

TEST_CASE("a clock is suspect beyond five minutes, once per push, and when it runs backwards") {
  Written store;
  CHECK(store.push(adjust_of(kStart + kClockTolerance, 1)).empty());
  const std::string ahead =
      adjust_of(kStart + kClockTolerance + std::chrono::milliseconds(1), 1).SerializeAsString();
  CHECK(store.push({ahead, ahead, ahead}) == Codes{"CLOCK_SUSPECT"});
  CHECK(store.push(adjust_of(kStart, 1)) == Codes{"CLOCK_SUSPECT"});
  CHECK(store.points() == 5);
}

TEST_CASE("a card that two stores gave to different members is told; the newer one has it") {
  Written store;
  v1::JournalEntry link = entry_at(kStart + std::chrono::seconds(1));
  link.mutable_link_card()->set_member_id(std::string(16, 'x'));
  link.mutable_link_card()->set_card("77");
  CHECK(store.push(link).empty());
  CHECK(store.push(link).empty());
  link.mutable_link_card()->set_member_id(std::string(16, 'y'));
  link.set_hlc(link.hlc() + 1);
  CHECK(store.push(link) == Codes{"CARD_OF_TWO_MEMBERS"});
  CHECK(store.office.books().identifiers.find("77")->member.str() == std::string(16, 'y'));
}

}  // namespace loyald::testing

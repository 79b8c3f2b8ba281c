// SPDX-License-Identifier: Apache-2.0
// Two members who are one person: found, merged, undone, at a head office and two stores.
#include "store/rebuild.h"
#include "store/rebuild_standings.h"
#include "store/view.h"
#include "sync/headoffice/archive_check.h"
#include "sync/headoffice/own_journal.h"
#include "tests/support/doctest.h"
#include "tests/sync/support/pair.h"

namespace loyald::testing {
namespace {

const std::string kAnna = "420001";
const std::string kAnnaToo = "420002";

// Shops give back what they do not need with every talk, so that what members own is nobody's.
struct Merging : TwoShops {
  Merging() {
    for (Shop* each : {&shop, &other}) {
      each->close();
      each->seal_after = {};
      each->open(now);
    }
  }
  Result<Recorded> enrol(Shop& at, const std::string& card, const std::string& name,
                         const std::string& phone = {}) {
    EnrolRequest request{at.origin(), card, {}, {}};
    request.person.name = name;
    request.person.phone = phone;
    return at.run([&] { return at.store().enrol({now, kToday}, request); });
  }
  Result<v1::MergeMembersResponse> merge(const std::string& member, const std::string& into) {
    v1::MergeMembersRequest request;
    request.set_member(member);
    request.set_into(into);
    request.set_reason("one person");
    request.set_by("carla");
    return office.run([&] { return office.office().merge_members(now, request); });
  }
  Result<v1::UnmergeMemberResponse> unmerge(const std::string& member) {
    v1::UnmergeMemberRequest request;
    request.set_member(member);
    request.set_reason("were two");
    return office.run([&] { return office.office().unmerge_member(now, request); });
  }
  // Asks again when the stores that may be spending what goes back have been in touch.
  void part(const std::string& member) {
    for (int round = 0; round < 3; ++round) {
      const auto parted = unmerge(member);
      REQUIRE(parted);
      if (parted->awaited_stores().empty()) return;
      for (Shop* each : {&shop, &other}) {
        now = now + std::chrono::minutes(3);
        converse(*each, office, now);
      }
    }
    FAIL("the stores do not give back");
  }
  MemberView at(Shop& where, const std::string& who) {
    const IdentifierKind kind = who.starts_with("+") ? IdentifierKind::phone : IdentifierKind::card;
    const auto view = identify(where.books(), where.store().policy(), {now, kToday}, {kind, who});
    REQUIRE(view);
    return *view;
  }
  Quantity points(Shop& where, const std::string& card) {
    return programme::spendable(at(where, card).units.at(0).wallet, kToday);
  }
  v1::GetMemberResponse report(const std::string& who) {
    v1::GetMemberRequest request;
    request.set_card(who);
    const auto member = office.office().get_member(kToday, request);
    REQUIRE(member);
    return *member;
  }
  // Head office's own entries verify, move nothing out of nowhere, and give the ledger again.
  void check_books() {
    CentralBooks& books = office.books();
    CHECK(verify_archive(books, kHeadOfficeId));
    const auto wallets = wallets_from_archive(books);
    REQUIRE(wallets);
    CHECK(compare_ledger(books.wallets, *wallets).different == 0);
    const auto standings = standings_from_archive(books);
    REQUIRE(standings);
    CHECK(count_different(books.standings, *standings) == 0);
    for (Shop* each : {&shop, &other}) {
      const auto again = wallets_from_journal(each->books());
      REQUIRE(again);
      CHECK(compare_ledger(each->books().wallets, *again).different == 0);
    }
  }
  Seq own_entries() {
    const auto own = office.books().incarnations.of_store(kHeadOfficeId);
    return own.empty() ? 0 : own.front().seq;
  }
};

struct Merged : Merging {
  Merged() {
    REQUIRE(enrol(shop, kAnna, "Anna Berg", "+491701111111"));
    REQUIRE(enrol(other, kAnnaToo, "Anna Berg", "+491702222222"));
    REQUIRE(shop.sell(now, kAnna, 5000));
    REQUIRE(other.sell(now, kAnnaToo, 3000));
    talk();
    REQUIRE(merge(kAnnaToo, kAnna));
    talk();
  }
};

}  // namespace

TEST_CASE_FIXTURE(Merging, "after a merge every store sees one member, by whatever they show") {
  REQUIRE(enrol(shop, kAnna, "Anna Berg", "+491701111111"));
  REQUIRE(enrol(other, kAnnaToo, "Berg, Anna", "+491702222222"));
  const auto first = shop.sell(now, kAnna, 5000);
  REQUIRE(first);
  REQUIRE(other.sell(now, kAnnaToo, 3000));
  REQUIRE(other.run([&] {
    return other.store().set_consent(
        {now, kToday}, {other.origin(), {IdentifierKind::card, kAnnaToo}, "marketing", true, "2"});
  }));
  talk();
  CHECK(at(shop, kAnna).member != at(shop, kAnnaToo).member);

  const int stores = office.office().list_stores().stores_size();
  const auto merged = merge(kAnnaToo, kAnna);
  REQUIRE(merged);
  CHECK_FALSE(merged->already_merged());
  CHECK(merge(kAnna, kAnnaToo)->already_merged());
  CHECK(own_entries() == 1);
  CHECK(office.office().list_stores().stores_size() == stores);
  talk();
  for (Shop* each : {&shop, &other}) {
    for (const char* who : {"420001", "420002", "+491701111111", "+491702222222"}) {
      CAPTURE(who);
      const MemberView view = at(*each, who);
      CHECK(view.member == member_of(first->entry));
      CHECK(view.name == "Anna Berg");
      CHECK(points(*each, who) == 80);
      const auto* consent = find_consent(view.standing, "marketing");
      REQUIRE(consent != nullptr);
      CHECK(consent->given());
    }
  }
  // What was bought before the merge is in their history, where it was bought.
  CHECK(history(other.books(), at(other, kAnna).member, 0, 10).size() == 3);

  const v1::GetMemberResponse told = report(kAnnaToo);
  CHECK(told.member_id() == member_of(first->entry).hex());
  CHECK(told.cards_size() == 2);
  REQUIRE(told.merged_size() == 1);
  CHECK(told.merged(0).reason() == "one person");
  CHECK(told.merged(0).by() == "carla");
  CHECK(office.books().exceptions.newest(10).empty());
  check_books();
}

TEST_CASE_FIXTURE(Merged, "they spend what both had, and return what either bought") {
  acquire(other, office, now, kAnnaToo);
  const auto spent = other.sell(now, kAnnaToo, 10'000, 80);
  REQUIRE(spent);
  CHECK(member_of(spent->entry) == at(shop, kAnna).member);
  talk();
  CHECK(points(shop, kAnna) == 99);  // what was paid with points earns nothing
  // The sale of before the merge was booked on the other id.
  const auto sale = history(other.books(), at(other, kAnna).member, 0, 10).at(1);
  REQUIRE(sale.entry.has_sale());
  REQUIRE(other.run([&] {
    return other.store().return_sale(
        {now, kToday}, {other.origin(), {sale.entry.register_id(), sale.entry.op_id()}, {{1, 1}}});
  }));
  talk();
  CHECK(points(shop, kAnna) == 69);
  CHECK(points(other, kAnnaToo) == 69);
  CHECK(office.books().exceptions.newest(10).empty());
  check_books();
}

TEST_CASE_FIXTURE(Merging, "a register that asks again after a merge gets its receipt") {
  REQUIRE(enrol(shop, kAnna, "Anna Berg"));
  CheckoutRequest request;
  request.origin = other.origin();
  request.who = {IdentifierKind::card, kAnnaToo};
  request.basket.lines.emplace_back().amount = {3000};
  const auto sell = [&] {
    return other.run([&] { return other.store().checkout({now, kToday}, request); });
  };
  const auto first = sell();
  REQUIRE(first);
  talk();
  REQUIRE(merge(kAnnaToo, kAnna));
  talk();
  const auto again = sell();
  REQUIRE(again);
  CHECK(again->is_repeat);
  CHECK(again->seq == first->seq);
  request.basket.lines.at(0).amount = {3001};
  CHECK(sell().error().code == Errc::already_exists);
}

TEST_CASE_FIXTURE(Merging, "a hold is still set aside after a merge, and can be captured") {
  REQUIRE(enrol(shop, kAnna, "Anna Berg"));
  REQUIRE(other.sell(now, kAnnaToo, 10'000));
  talk();
  acquire(other, office, now, kAnnaToo);
  HoldRequest asked;
  asked.checkout.origin = other.origin();
  asked.checkout.who = {IdentifierKind::card, kAnnaToo};
  asked.checkout.basket.lines.emplace_back().amount = {1000};
  asked.checkout.choices.push_back({"pay", 60});
  asked.valid_for_s = kHoldMostSeconds;
  REQUIRE(other.run([&] { return other.store().hold({now, kToday}, asked); }));
  REQUIRE(merge(kAnnaToo, kAnna));
  now = now + std::chrono::hours(1);
  converse(other, office, now);
  acquire(other, office, now, kAnnaToo);
  CHECK(at(other, kAnna).units.at(0).held == 60);
  CheckoutRequest checkout = asked.checkout;
  checkout.origin = other.origin();
  checkout.hold = HoldName{asked.checkout.origin.register_id, asked.checkout.origin.op_id};
  REQUIRE(other.run([&] { return other.store().checkout({now, kToday}, checkout); }));
  CHECK(at(other, kAnna).units.at(0).held == 0);
  CHECK(points(other, kAnna) == 49);  // 100 - 60 + 9
}

TEST_CASE_FIXTURE(Merging, "what a store books without having heard follows by itself") {
  REQUIRE(enrol(shop, kAnna, "Anna Berg"));
  REQUIRE(other.sell(now, kAnnaToo, 10'000));
  talk();
  acquire(other, office, now, kAnnaToo);
  REQUIRE(merge(kAnnaToo, kAnna));
  // Has not pulled: earns on the other id, and spends there what it holds.
  REQUIRE(other.sell(now, kAnnaToo, 3000, 40));
  talk();
  talk();
  CHECK(own_entries() == 2);
  CHECK(points(shop, kAnna) == 89);  // 100 - 40 + 29
  CHECK(points(other, kAnnaToo) == 89);
  CHECK(office.books().exceptions.newest(10).empty());
  check_books();
  talk();
  CHECK(own_entries() == 2);
}

TEST_CASE_FIXTURE(Merging, "what moved with a merge is spent once, whoever has heard of it") {
  REQUIRE(enrol(shop, kAnna, "Anna Berg"));
  REQUIRE(other.sell(now, kAnnaToo, 10'000));
  talk();
  REQUIRE(merge(kAnnaToo, kAnna));
  converse(shop, office, now + std::chrono::hours(1));
  acquire(shop, office, now, kAnna);
  REQUIRE(shop.sell(now, kAnna, 100, 100));
  const auto refused = other.sell(now, kAnnaToo, 100, 100);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::insufficient);
  talk();
  CHECK(office.books().exceptions.newest(10).empty());
  check_books();
}

TEST_CASE_FIXTURE(Merged, "a merge is undone when no store may be spending what goes back") {
  acquire(shop, office, now, kAnna);
  const Seq before = own_entries();
  const auto waiting = unmerge(kAnnaToo);
  REQUIRE(waiting);
  REQUIRE(waiting->awaited_stores_size() == 1);
  CHECK(waiting->awaited_stores(0) == 1);
  CHECK(own_entries() == before);
  // The store is asked to give back, and does unless the customer is at its till.
  now = now + std::chrono::minutes(3);
  converse(shop, office, now);
  const auto done = unmerge(kAnnaToo);
  REQUIRE(done);
  CHECK(done->awaited_stores().empty());
  talk();
  CHECK(points(shop, kAnna) == 50);
  CHECK(points(shop, kAnnaToo) == 30);
  check_books();
}

TEST_CASE_FIXTURE(Merged, "an undone merge gives back what came with it and is still there") {
  const auto untouched = unmerge(kAnnaToo);
  REQUIRE(untouched);
  talk();
  for (Shop* each : {&shop, &other}) {
    CHECK(points(*each, kAnna) == 50);
    CHECK(points(*each, kAnnaToo) == 30);
    CHECK(at(*each, "+491702222222").member == at(*each, kAnnaToo).member);
    CHECK(at(*each, kAnna).member != at(*each, kAnnaToo).member);
  }
  REQUIRE(merge(kAnnaToo, kAnna));
  talk();
  // 80 less 60, and 59 for the sale: of lots with the same dates all 30 can go back.
  acquire(shop, office, now, kAnna);
  REQUIRE(shop.sell(now, kAnna, 6000, 60));
  talk();
  part(kAnnaToo);
  talk();
  for (Shop* each : {&shop, &other}) {
    CHECK(points(*each, kAnnaToo) == 30);
    CHECK(points(*each, kAnna) == 49);
  }
  // Whatever is spent does not come back: 79 are one, all of them are spent.
  REQUIRE(merge(kAnnaToo, kAnna));
  talk();
  now = now + std::chrono::minutes(3);
  for (int round = 0; round < 2; ++round) {
    acquire(other, office, now, kAnna);
    now = now + std::chrono::seconds(10);
    converse(shop, office, now);
    converse(other, office, now);
  }
  REQUIRE(other.sell(now, kAnna, 79, 79));
  talk();
  part(kAnnaToo);
  talk();
  CHECK(points(shop, kAnnaToo) == 0);
  CHECK(points(shop, kAnna) == 0);
  CHECK(office.books().exceptions.newest(10).empty());
  check_books();
}

TEST_CASE_FIXTURE(Merging, "members are merged in turn, and undone from the last one on") {
  const std::string third = "420003";
  REQUIRE(enrol(shop, third, "Anna Berg-Stein"));
  REQUIRE(shop.sell(now, third, 1000));
  REQUIRE(shop.sell(now, kAnna, 5000));
  REQUIRE(other.sell(now, kAnnaToo, 3000));
  talk();
  REQUIRE(merge(kAnnaToo, kAnna));
  REQUIRE(merge(kAnna, third));
  // A store that has heard of nothing.
  REQUIRE(other.sell(now, kAnnaToo, 700));
  talk();
  CHECK(at(other, kAnnaToo).member == at(shop, third).member);
  CHECK(points(shop, third) == 97);
  CHECK(report(kAnna).merged_size() == 2);
  const auto refused = unmerge(kAnnaToo);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::failed_precondition);
  REQUIRE(unmerge(kAnna));
  REQUIRE(unmerge(kAnnaToo));
  talk();
  CHECK(points(other, third) == 10);
  CHECK(points(other, kAnna) == 50);
  CHECK(points(other, kAnnaToo) == 37);
  check_books();
}

TEST_CASE_FIXTURE(Merged, "what cannot be merged is refused with what to do, and changes nothing") {
  const auto refused = [&](const Result<v1::MergeMembersResponse>& result, Errc code,
                           const char* part) {
    REQUIRE_FALSE(result);
    CHECK(result.error().code == code);
    CHECK(result.error().message.find(part) != std::string::npos);
  };
  refused(merge("429999", kAnna), Errc::not_found, "429999");
  REQUIRE(shop.sell(now, "420005", 100));
  REQUIRE(shop.sell(now, "420006", 100));
  REQUIRE(shop.run([&] {
    return shop.store().join_household({now, kToday}, {shop.origin(),
                                                       {IdentifierKind::card, "420005"},
                                                       Identifier{IdentifierKind::card, "420006"},
                                                       {}});
  }));
  talk();
  refused(merge("420005", kAnna), Errc::failed_precondition, "household");
  refused(merge(kAnna, "420005"), Errc::failed_precondition, "registered");
  v1::MergeMembersRequest no_reason;
  no_reason.set_member(kAnna);
  no_reason.set_into("420005");
  no_reason.set_reason("  ");
  refused(office.run([&] { return office.office().merge_members(now, no_reason); }),
          Errc::invalid_argument, "reason");
  CHECK(unmerge(kAnna).error().code == Errc::failed_precondition);
  for (int i = 0; i < 15; ++i) {
    const std::string card = "43" + std::to_string(1000 + i);
    REQUIRE(shop.sell(now, card, 100));
    talk();
    REQUIRE(merge(card, kAnna));
  }
  REQUIRE(shop.sell(now, "44", 100));
  talk();
  refused(merge("44", kAnna), Errc::resource_exhausted, "16");
  CHECK(own_entries() == 16);
  check_books();
}

TEST_CASE_FIXTURE(Merging, "into a member of a household: what they had goes to the household") {
  REQUIRE(enrol(shop, kAnna, "Anna Berg"));
  REQUIRE(shop.sell(now, kAnna, 1000));
  REQUIRE(shop.sell(now, "420009", 1000));
  REQUIRE(shop.run([&] {
    return shop.store().join_household({now, kToday}, {shop.origin(),
                                                       {IdentifierKind::card, kAnna},
                                                       Identifier{IdentifierKind::card, "420009"},
                                                       {}});
  }));
  REQUIRE(other.sell(now, kAnnaToo, 3000));
  talk();
  REQUIRE(merge(kAnnaToo, kAnna));
  talk();
  CHECK(points(other, "420009") == 50);
  REQUIRE(other.sell(now, kAnnaToo, 100));
  talk();
  CHECK(points(shop, "420009") == 51);
  REQUIRE(unmerge(kAnnaToo));
  talk();
  CHECK(points(shop, "420009") == 21);
  CHECK(points(shop, kAnnaToo) == 30);
  CHECK(office.books().exceptions.newest(10).empty());
  check_books();
}

TEST_CASE_FIXTURE(Merging, "members who may be one person are listed until somebody decides") {
  REQUIRE(enrol(shop, kAnna, "Anna Berg", "+491701111111"));
  REQUIRE(enrol(other, kAnnaToo, "Anne Berg", "+491701111111"));
  REQUIRE(enrol(other, "420007", "Otto Voss", "+491703333333"));
  talk();
  const auto list = [&](const std::string& after = {}, int limit = 0) {
    v1::ListDuplicatesRequest request;
    request.set_after(after);
    request.set_limit(limit);
    const auto listed = office.office().list_duplicates(kToday, request);
    REQUIRE(listed);
    return *listed;
  };
  REQUIRE(list().groups_size() == 1);
  CHECK(list().groups(0).reason() == "same_phone");
  CHECK(list().groups(0).members_size() == 2);
  CHECK(list().after().empty());

  // Born on one day under one name, as well.
  const auto say = [&](Shop& where, const std::string& card) {
    PersonChange change;
    change.name = "Anna Berg";
    change.birthday = Date{7000};
    REQUIRE(where.run([&] {
      return where.store().update_member({now, kToday},
                                         {where.origin(), {IdentifierKind::card, card}, change});
    }));
  };
  say(shop, kAnna);
  say(shop, kAnnaToo);
  talk();
  CHECK(list().groups_size() == 2);
  const auto page = list({}, 1);
  REQUIRE(page.groups_size() == 1);
  REQUIRE_FALSE(page.after().empty());
  const auto rest = list(page.after(), 1);
  REQUIRE(rest.groups_size() == 1);
  CHECK(rest.groups(0).reason() == "same_name_and_birthday");
  CHECK(rest.groups(0).members(0).birthday() == "1989-03-02");
  CHECK(rest.after().empty());
  v1::ListDuplicatesRequest nowhere;
  nowhere.set_after("9zz");
  CHECK(office.office().list_duplicates(kToday, nowhere).error().code == Errc::invalid_argument);

  REQUIRE(merge(kAnnaToo, kAnna));
  CHECK(list().groups_size() == 0);
  REQUIRE(unmerge(kAnnaToo));
  CHECK(list().groups_size() == 2);
  // Those who share wallets on purpose are not listed.
  talk();
  REQUIRE(shop.run([&] {
    return shop.store().join_household({now, kToday}, {shop.origin(),
                                                       {IdentifierKind::card, kAnna},
                                                       Identifier{IdentifierKind::card, kAnnaToo},
                                                       {}});
  }));
  talk();
  CHECK(list().groups_size() == 0);
}

}  // namespace loyald::testing

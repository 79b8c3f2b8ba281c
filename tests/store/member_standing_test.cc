// SPDX-License-Identifier: Apache-2.0
#include "store/rebuild_standings.h"
#include "store/sale_situation.h"
#include "tests/store/store_fixture.h"

using namespace loyald;
using loyald::testing::kProgramme;
using loyald::testing::StoreFixture;

namespace {

const std::string kCard = "0420000000010";

// What staff and the segment "gold" earn besides.
const std::string kTagged = std::string(kProgramme) + R"(
[[earn]]
id = "staff"
unit = "points"
quantity = 1
per = 1000
when = { tags = ["staff"] }
[[earn]]
id = "gold"
unit = "points"
quantity = 2
per = 1000
when = { tags = ["gold"] }
)";

Result<Recorded> consent(StoreFixture& fixture, const char* id, bool given,
                         const char* text = "2026-01", const std::string& what = "marketing") {
  return fixture.commit([&] {
    return fixture.store->set_consent(
        fixture.moment, {fixture.origin(id), StoreFixture::card(kCard), what, given, text});
  });
}

Result<Recorded> status(StoreFixture& fixture, const char* id, bool may_earn, bool may_spend,
                        bool is_staff = false) {
  return fixture.commit([&] {
    return fixture.store->set_member_status(
        fixture.moment,
        {fixture.origin(id), StoreFixture::card(kCard), may_earn, may_spend, is_staff, "misuse"});
  });
}

MemberView view(StoreFixture& fixture) {
  auto found = identify(fixture.store->books(), {}, fixture.moment, StoreFixture::card(kCard));
  REQUIRE(found);
  return *std::move(found);
}

Quantity earned(const Result<Recorded>& sale, const std::string& rule) {
  REQUIRE(sale);
  for (const v1::RuleOutcome& outcome : sale->entry.sale().rules()) {
    if (outcome.rule() == rule) return outcome.quantity();
  }
  FAIL("no such rule");
  return 0;
}

}  // namespace

TEST_CASE("a consent is withheld until it is given, and can be taken back") {
  StoreFixture fixture;
  CHECK(find_consent(view(fixture).standing, "marketing") == nullptr);
  REQUIRE(consent(fixture, "a", true));
  const MemberView given = view(fixture);
  const v1::ConsentRecord* record = find_consent(given.standing, "marketing");
  REQUIRE(record != nullptr);
  CHECK(record->given());
  CHECK(record->text_version() == "2026-01");
  CHECK(record->cashier_id() == "anna");
  CHECK(record->register_id() == "1");
  CHECK(record->store_id() == 7);
  CHECK(Date{record->business_date()} == fixture.moment.today);
  // Also where this PC's clock went backwards since.
  fixture.moment.now.ms -= 1'000'000;
  REQUIRE(consent(fixture, "b", false, ""));
  CHECK_FALSE(find_consent(view(fixture).standing, "marketing")->given());
  // Said again, the first one is still only what was said first.
  CHECK(consent(fixture, "a", true)->is_repeat);
  CHECK_FALSE(find_consent(view(fixture).standing, "marketing")->given());
  CHECK(consent(fixture, "a", false).error().code == Errc::already_exists);
}

TEST_CASE("what is said now counts, also against a store whose clock was ahead") {
  StoreFixture fixture;
  const MemberId member = member_of_unknown_card(kCard);
  const std::uint64_t ahead = hlc_of({2'000'000'000'000});
  v1::MemberStanding other;
  v1::ConsentRecord& said = *other.add_consents();
  said.set_consent("marketing");
  said.set_given(true);
  said.set_hlc(ahead);
  said.set_store_id(9);
  REQUIRE(fixture.commit(
      [&]() -> Result<bool> { return fixture.store->books().standings.merge(member, other); }));
  REQUIRE(consent(fixture, "a", false));
  CHECK_FALSE(find_consent(view(fixture).standing, "marketing")->given());
}

TEST_CASE("a status, a leaving and a name said now count, too, against a clock that was ahead") {
  const MemberId member = member_of_unknown_card(kCard);
  const std::uint64_t ahead = hlc_of({2'000'000'000'000});
  const auto prepared = [&](StoreFixture& fixture) {
    v1::MemberStanding other;
    other.mutable_status()->set_hlc(ahead);
    other.mutable_status()->set_store_id(9);
    other.mutable_household()->set_household_id(std::string(16, 'h'));
    other.mutable_household()->set_hlc(ahead);
    other.mutable_household()->set_store_id(9);
    const Person anna{"Anna", "", "", {}, ""};
    REQUIRE(fixture.commit([&]() -> Result<bool> {
      fixture.store->books().identifiers.put_profile(profile_of(anna, member, {ahead, 9}), true);
      return fixture.store->books().standings.merge(member, other);
    }));
  };
  SUBCASE("a status") {
    StoreFixture fixture;
    prepared(fixture);
    REQUIRE(status(fixture, "s", true, true));
    CHECK(may_spend(view(fixture).standing));
  }
  SUBCASE("a leaving") {
    StoreFixture fixture;
    prepared(fixture);
    REQUIRE(fixture.commit([&] {
      return fixture.store->leave_household(fixture.moment,
                                            {fixture.origin("l"), StoreFixture::card(kCard)});
    }));
    CHECK_FALSE(household_of(view(fixture).standing));
  }
  SUBCASE("a name") {
    StoreFixture fixture;
    prepared(fixture);
    PersonChange change;
    change.name = "Anna Berg";
    REQUIRE(fixture.commit([&] {
      return fixture.store->update_member(fixture.moment,
                                          {fixture.origin("u"), StoreFixture::card(kCard), change});
    }));
    CHECK(view(fixture).name == "Anna Berg");
  }
}

TEST_CASE("a member is asked for so many consents and no more") {
  StoreFixture fixture;
  for (int i = 0; i < kMaxConsents; ++i) {
    const std::string id = "c" + std::to_string(i);
    REQUIRE(consent(fixture, id.c_str(), true, "1", id));
  }
  CHECK(consent(fixture, "x", true, "1", "one-more").error().code == Errc::resource_exhausted);
  CHECK(consent(fixture, "y", false, "1", "c7"));
}

TEST_CASE("who may not earn gets nothing, is told why, and still spends") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(10'000)}));
  REQUIRE(status(fixture, "s", false, true));
  CHECK_FALSE(may_earn(view(fixture).standing));
  const auto sale =
      fixture.sell("b", kCard, {fixture.line(10'000, 1, "COFFEE")}, {{"five-off", 1}});
  REQUIRE(sale);
  CHECK(fixture.safe(kCard) == 50);
  const v1::Sale& sold = sale->entry.sale();
  REQUIRE(sold.rules_size() == 2);
  for (const v1::RuleOutcome& rule : sold.rules()) {
    CHECK(rule.quantity() == 0);
    CHECK(rule.not_applied().code() == v1::REASON_MAY_NOT_EARN);
  }
  CHECK(sold.outcomes(0).earnings(0).not_counted() == v1::REASON_MAY_NOT_EARN);
  CHECK(fixture.unit(kCard, "stamps").pending == 0);
  // Decided again from the entry alone it is the same.
  const auto programme = fixture.store->books().programmes.version(sold.programme_version());
  REQUIRE(programme);
  const auto again = programme::evaluate(*programme->programme, situation_of(sale->entry));
  REQUIRE(again);
  CHECK(again->rules.at(0).lot.amount == 0);
  CHECK(again->discount.minor == 500);
  // Nothing was earned, so a return takes nothing back.
  REQUIRE(fixture.give_back("r", "b", {{1, 1}}));
  CHECK(fixture.safe(kCard) == 100);
  REQUIRE(status(fixture, "t", true, true));
  REQUIRE(fixture.sell("c", kCard, {fixture.line(1000)}));
  CHECK(fixture.safe(kCard) == 110);
}

TEST_CASE("who may not spend is refused rewards, in quote and checkout, and still collects") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(10'000)}));
  REQUIRE(status(fixture, "s", true, false));
  CHECK(fixture.safe(kCard) == 0);
  CHECK(fixture.unit(kCard, "points").confirmed == 100);
  const auto refused = fixture.sell("b", kCard, {fixture.line(1000)}, {{"five-off", 1}});
  REQUIRE(!refused);
  CHECK(refused.error().code == Errc::permission_denied);
  CHECK(refused.error().message == "this member may not redeem: misuse");
  const auto quoted = quote(fixture.store->books(), {}, fixture.moment,
                            {StoreFixture::card(kCard), {{fixture.line(1000)}}, {}, {}});
  REQUIRE(quoted);
  REQUIRE(quoted->offers.size() == 2);
  for (const programme::Offer& offer : quoted->offers) {
    CHECK(offer.unavailable == "this member may not redeem");
    CHECK(offer.cost == 0);
  }
  REQUIRE(fixture.sell("c", kCard, {fixture.line(1000)}));
  // By hand it is still possible to correct what they own.
  const auto adjusted = fixture.commit([&] {
    return fixture.store->adjust(fixture.moment, {fixture.origin("d"), StoreFixture::card(kCard),
                                                  "points", -10, "correction"});
  });
  CHECK(adjusted);
  REQUIRE(status(fixture, "t", true, true));
  CHECK(fixture.safe(kCard) == 100);
}

TEST_CASE("staff and segments are what the programme's tags name") {
  StoreFixture fixture({}, kTagged);
  CHECK(earned(fixture.sell("a", kCard, {fixture.line(1000)}), "staff") == 0);
  REQUIRE(status(fixture, "s", true, true, true));
  CHECK(earned(fixture.sell("b", kCard, {fixture.line(1000)}), "staff") == 1);
  const auto segment = [&](const SegmentChange& change) {
    return fixture.commit([&] {
      return fixture.store->set_segments(fixture.moment, StoreFixture::card(kCard), change);
    });
  };
  REQUIRE(segment({{"gold", "local"}, {}}));
  REQUIRE(segment({{"gold"}, {"local", "never-was"}}));
  CHECK(view(fixture).segments == std::vector<std::string>{"gold"});
  const auto sale = fixture.sell("c", kCard, {fixture.line(1000)});
  CHECK(earned(sale, "gold") == 2);
  CHECK(sale->entry.sale().inputs().tags_size() == 2);
  REQUIRE(segment({{}, {"gold"}}));
  CHECK(earned(fixture.sell("d", kCard, {fixture.line(1000)}), "gold") == 0);
  CHECK(segment({{"a"}, {"a"}}).error().code == Errc::invalid_argument);
  CHECK(segment({{}, {}}).error().code == Errc::invalid_argument);
  CHECK(segment({{std::string(65, 'x')}, {}}).error().code == Errc::invalid_argument);
}

TEST_CASE("a store of a chain does not set segments") {
  RedeemPolicy chain;
  chain.has_head_office = true;
  StoreFixture fixture(chain);
  const auto refused = fixture.commit([&] {
    return fixture.store->set_segments(fixture.moment, StoreFixture::card(kCard), {{"gold"}, {}});
  });
  REQUIRE(!refused);
  CHECK(refused.error().code == Errc::failed_precondition);
}

TEST_CASE("a member is there since the first day that changed anything of theirs") {
  StoreFixture fixture;
  REQUIRE(consent(fixture, "c", true));
  CHECK_FALSE(member_since(view(fixture).standing));
  const Date first = fixture.moment.today;
  const auto sale = fixture.sell("a", kCard, {fixture.line(1000)});
  CHECK_FALSE(sale->entry.sale().inputs().has_member_since());
  fixture.moment.today.days += 400;
  const auto later = fixture.sell("b", kCard, {fixture.line(1000)});
  CHECK(later->entry.sale().inputs().member_since() == first.days);
  CHECK(member_since(view(fixture).standing) == first);
  CHECK(situation_of(later->entry).circumstances.member_since == first);
}

TEST_CASE("standings come out of the journal again") {
  StoreFixture fixture;
  REQUIRE(consent(fixture, "c", true));
  REQUIRE(status(fixture, "s", true, false));
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000)}));
  Books& books = fixture.store->books();
  const StandingsByMember expected = standings_from_journal(books);
  CHECK(count_different(books.standings, expected) == 0);
  Store::Batch batch(*fixture.store);
  const MemberId member = member_of_unknown_card(kCard);
  books.standings.replace(member, {});
  books.standings.replace(MemberId{{9}}, expected.at(member));
  CHECK(count_different(books.standings, expected) == 2);
  write_standings(books.standings, expected);
  CHECK(count_different(books.standings, expected) == 0);
  CHECK_FALSE(may_spend(books.standings.read(member)));
}

// SPDX-License-Identifier: Apache-2.0
#include "tests/store/store_fixture.h"

using namespace loyald;
using loyald::testing::StoreFixture;

namespace {

const std::string kCard = "0420000000010";

Result<Recorded> update(StoreFixture& fixture, const char* id, const Identifier& who,
                        const PersonChange& change) {
  return fixture.commit([&] {
    return fixture.store->update_member(fixture.moment, {fixture.origin(id), who, change});
  });
}

Person person(StoreFixture& fixture) {
  const auto found = fixture.store->books().find_member(StoreFixture::card(kCard));
  REQUIRE(found);
  const auto profile = fixture.store->books().identifiers.profile(found->member);
  REQUIRE(profile);
  return person_of(*profile);
}

void enrol(StoreFixture& fixture, const char* id, const std::string& card, const Person& person) {
  REQUIRE(fixture.commit([&] {
    return fixture.store->enrol(fixture.moment, {fixture.origin(id), card, person});
  }));
}

}  // namespace

TEST_CASE("what is given changes, what is given empty goes, the rest stays") {
  StoreFixture fixture;
  enrol(fixture, "e", kCard,
        {"Anna", "+491701234567", "anna@example.org", Date{9000}, "de", {}, {{"coffee", "black"}}});
  PersonChange change;
  change.phone = "+491709999999";
  change.mail = "";
  change.address = Address{"Ring 1", "10115", "Berlin", "DE"};
  change.preferences = {{"coffee", ""}, {"receipt", "paper"}};
  REQUIRE(update(fixture, "u", StoreFixture::card(kCard), change));
  const Person now = person(fixture);
  CHECK(now.name == "Anna");
  CHECK(now.birthday == Date{9000});
  CHECK(now.address.city == "Berlin");
  CHECK(now.preferences == std::map<std::string, std::string>{{"receipt", "paper"}});
  Books& books = fixture.store->books();
  CHECK(books.find_member({IdentifierKind::phone, "+491709999999"}));
  CHECK_FALSE(books.find_member({IdentifierKind::phone, "+491701234567"}));
  CHECK_FALSE(books.find_member({IdentifierKind::mail, "anna@example.org"}));
  const auto stored = books.journal.read_from(2, 1, 1 << 20);
  for (const char* personal : {"Ring 1", "Berlin", "9999999", "paper"}) {
    CHECK(stored.at(0).bytes.find(personal) == std::string::npos);
  }
}

TEST_CASE("changing is exactly once, also by what it changes") {
  StoreFixture fixture;
  enrol(fixture, "e", kCard, {"Anna", "+491701234567", "", {}, ""});
  PersonChange change;
  change.phone = "+491709999999";
  const Identifier by_phone{IdentifierKind::phone, "+491701234567"};
  const auto first = update(fixture, "u", by_phone, change);
  REQUIRE(first);
  const auto again = update(fixture, "u", by_phone, change);
  REQUIRE_MESSAGE(again, (again ? "" : again.error().message));
  CHECK(again->is_repeat);
  CHECK(again->hash == first->hash);
  change.phone = "+491708888888";
  CHECK(update(fixture, "u", by_phone, change).error().code == Errc::already_exists);
  change.name = "Berta";
  CHECK(update(fixture, "u", by_phone, change).error().code == Errc::already_exists);
  CHECK(update(fixture, "e", StoreFixture::card(kCard), change).error().code ==
        Errc::already_exists);
  CHECK(person(fixture).phone == "+491709999999");
}

TEST_CASE("a phone or mail of somebody else is refused, and nobody becomes unfindable") {
  StoreFixture fixture;
  enrol(fixture, "e", kCard, {"Anna", "+491701234567", "", {}, ""});
  enrol(fixture, "f", "", {"Ben", "+491702222222", "", {}, ""});
  PersonChange change;
  change.phone = "+491701234567";
  const Identifier ben{IdentifierKind::phone, "+491702222222"};
  CHECK(update(fixture, "u", ben, change).error().code == Errc::already_exists);
  change.phone = "";
  CHECK(update(fixture, "u", ben, change).error().code == Errc::failed_precondition);
  CHECK(update(fixture, "u", ben, {}).error().code == Errc::invalid_argument);
  REQUIRE(update(fixture, "u", StoreFixture::card(kCard), change));
  change.phone = "+491701234567";
  CHECK(update(fixture, "v", ben, change));
}

TEST_CASE("a member has so many preferences and no more") {
  StoreFixture fixture;
  PersonChange change;
  for (std::size_t i = 0; i < kMaxPreferences; ++i) change.preferences[std::to_string(i)] = "x";
  REQUIRE(update(fixture, "u", StoreFixture::card(kCard), change));
  change.preferences = {{"more", "x"}};
  CHECK(update(fixture, "v", StoreFixture::card(kCard), change).error().code ==
        Errc::resource_exhausted);
  change.preferences = {{"more", "x"}, {"0", ""}};
  CHECK(update(fixture, "v", StoreFixture::card(kCard), change));
}

TEST_CASE("units by hand may have their own last day") {
  StoreFixture fixture;
  const auto adjust = [&](const char* id, Quantity quantity, std::optional<Date> expires_on) {
    return fixture.commit([&] {
      return fixture.store->adjust(
          fixture.moment, {fixture.origin(id), StoreFixture::card(kCard), "points", quantity,
                           "opening balance", "", expires_on});
    });
  };
  const Date last{fixture.moment.today.days + 10};
  REQUIRE(adjust("a", 30, last));
  CHECK(fixture.wallets(kCard).at(0).lots.at(0).expires_on == last);
  CHECK(fixture.unit(kCard, "points").expiring.size() == 1);
  CHECK(adjust("a", 30, last)->is_repeat);
  CHECK(adjust("a", 30, std::nullopt).error().code == Errc::already_exists);
  CHECK(adjust("b", 30, fixture.moment.today).error().code == Errc::invalid_argument);
  CHECK(adjust("b", -5, last).error().code == Errc::invalid_argument);
  fixture.moment.today = last;
  CHECK(fixture.safe(kCard) == 0);
}

// SPDX-License-Identifier: Apache-2.0
#include "tests/store/store_fixture.h"

using namespace loyald;
using loyald::testing::StoreFixture;

namespace {

const std::string kCard = "0420000000010";
const std::string kOther = "0420000000027";

Result<Recorded> enrol(StoreFixture& fixture, const char* id, const std::string& card,
                       const Person& person) {
  return fixture.commit([&] {
    return fixture.store->enrol(fixture.moment, {fixture.origin(id), card, person});
  });
}

Result<Recorded> link(StoreFixture& fixture, const char* id, const Identifier& who,
                      const std::string& card) {
  return fixture.commit([&] {
    return fixture.store->link_card(fixture.moment, {fixture.origin(id), who, card});
  });
}

Result<Recorded> block(StoreFixture& fixture, const char* id, const std::string& card,
                       v1::CardState state = v1::CARD_STATE_BLOCKED) {
  return fixture.commit([&] {
    return fixture.store->block_card(fixture.moment, {fixture.origin(id), card, state, "lost it"});
  });
}

}  // namespace

TEST_CASE("a person with a card, a phone and a mail is found by each of them") {
  StoreFixture fixture;
  const Person anna{"Anna", "+491701234567", "anna@example.org", Date{9000}, "de"};
  const auto enrolled = enrol(fixture, "e", kCard, anna);
  REQUIRE(enrolled);
  for (const Identifier& who : {Identifier{IdentifierKind::card, kCard},
                                {IdentifierKind::phone, "+491701234567"},
                                {IdentifierKind::mail, "anna@example.org"}}) {
    const auto view = identify(fixture.store->books(), {}, fixture.moment, who);
    REQUIRE(view);
    CHECK(view->name == "Anna");
    CHECK(view->member == member_of(enrolled->entry));
  }
  CHECK(identify(fixture.store->books(), {}, fixture.moment, {IdentifierKind::phone, "+4930123456"})
            .error()
            .code == Errc::not_found);
}

TEST_CASE("nothing personal is in the journal") {
  StoreFixture fixture;
  REQUIRE(enrol(fixture, "e", "", {"Anna Berg", "+491701234567", "anna@example.org", {}, ""}));
  CheckoutRequest request{
      fixture.origin("a"), {IdentifierKind::phone, "+491701234567"}, {{fixture.line(1000)}}, {}};
  REQUIRE(fixture.commit([&] { return fixture.store->checkout(fixture.moment, request); }));
  for (const StoredEntry& entry : fixture.store->books().journal.read_from(1, 100, 1 << 20)) {
    for (const char* personal : {"Anna", "1701234567", "example.org"}) {
      CHECK(entry.bytes.find(personal) == std::string::npos);
    }
  }
}

TEST_CASE("enrolling is exactly once, too") {
  StoreFixture fixture;
  const Person anna{"Anna", "+491701234567", "", {}, ""};
  const auto first = enrol(fixture, "e", kCard, anna);
  const auto again = enrol(fixture, "e", kCard, anna);
  REQUIRE(again);
  CHECK(again->is_repeat);
  CHECK(again->hash == first->hash);
  Person berta = anna;
  berta.name = "Berta";
  CHECK(enrol(fixture, "e", kCard, berta).error().code == Errc::already_exists);
  CHECK(enrol(fixture, "f", kCard, berta).error().message.find("registered member") !=
        std::string::npos);
  CHECK(enrol(fixture, "f", kOther, anna).error().message.find("phone number") !=
        std::string::npos);
  CHECK(fixture.store->books().journal.head().seq == 1);
}

TEST_CASE("registering later keeps what an anonymous card collected") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000)}));
  REQUIRE(enrol(fixture, "e", kCard, {"Anna", "", "", {}, ""}));
  CHECK(fixture.safe(kCard) == 10);
}

TEST_CASE("a second card spends from the same wallet") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000)}));
  REQUIRE(link(fixture, "l", StoreFixture::card(kCard), kOther));
  CHECK(fixture.safe(kOther) == 10);
  const std::string used = "0420000000034";
  REQUIRE(fixture.sell("b", used, {fixture.line(1000)}));
  CHECK(link(fixture, "m", StoreFixture::card(kCard), used).error().code == Errc::already_exists);
}

TEST_CASE("a blocked card may do nothing, and says why; the member's other card goes on") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000)}));
  REQUIRE(link(fixture, "l", StoreFixture::card(kCard), kOther));
  REQUIRE(block(fixture, "b", kCard, v1::CARD_STATE_LOST));
  const auto refused = fixture.sell("c", kCard, {fixture.line(1000)});
  REQUIRE(!refused);
  CHECK(refused.error().code == Errc::permission_denied);
  CHECK(refused.error().message == "this card was reported lost");
  const auto view = identify(fixture.store->books(), {}, fixture.moment, StoreFixture::card(kCard));
  REQUIRE(view);
  CHECK(view->card->state == v1::CARD_STATE_LOST);
  CHECK(fixture.sell("d", kOther, {fixture.line(1000)}));
  CHECK(fixture.safe(kOther) == 20);
  // A sale sent again after its card was blocked is still the same sale.
  const auto again = fixture.sell("a", kCard, {fixture.line(1000)});
  REQUIRE(again);
  CHECK(again->is_repeat);
  // A card that was never used can be blocked, too.
  REQUIRE(block(fixture, "n", "0420000000041"));
  CHECK(!fixture.sell("e", "0420000000041", {fixture.line(1)}));
}

TEST_CASE("adjusting needs what is there, and adds at once") {
  StoreFixture fixture;
  const auto adjust = [&](const char* id, const char* unit, Quantity quantity) {
    return fixture.commit([&] {
      return fixture.store->adjust(fixture.moment, {fixture.origin(id), StoreFixture::card(kCard),
                                                    unit, quantity, "goodwill"});
    });
  };
  REQUIRE(adjust("a", "points", 30));
  CHECK(fixture.safe(kCard) == 30);
  REQUIRE(adjust("b", "stamps", 2));
  CHECK(fixture.unit(kCard, "stamps").safe_to_spend == 2);  // by hand: not pending
  REQUIRE(adjust("c", "points", -10));
  CHECK(fixture.safe(kCard) == 20);
  CHECK(adjust("d", "points", -21).error().code == Errc::insufficient);
  CHECK(adjust("d", "point", 1).error().hint == "did you mean \"points\"?");
  REQUIRE(adjust("a", "points", 30)->is_repeat);
  CHECK(adjust("a", "points", 31).error().code == Errc::already_exists);
  CHECK(fixture.safe(kCard) == 20);
}

TEST_CASE("history is newest first, a page at a time, with what came back") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000, 3)}));
  REQUIRE(fixture.sell("x", kOther, {fixture.line(1000)}));
  REQUIRE(fixture.give_back("r", "a", {{1, 2}}));
  REQUIRE(fixture.sell("b", kCard, {fixture.line(500)}));
  const MemberId member = member_of_unknown_card(kCard);
  const auto items = history(fixture.store->books(), member, 0, 10);
  REQUIRE(items.size() == 3);
  CHECK(items[0].entry.op_id() == "b");
  CHECK(items[2].returned == std::vector<std::int64_t>{2});
  CHECK(history(fixture.store->books(), member, items[0].seq, 1).at(0).entry.op_id() == "r");
}

// SPDX-License-Identifier: Apache-2.0
#include "store/card_proof.h"
#include "tests/support/doctest.h"
#include "tests/sync/support/pair.h"

// Head office's cards at two stores, over the messages that they exchange.
namespace loyald::testing {
namespace {

using programme::ShownAs;

const std::string kCard = "0420000001232";
const SigningSeed kSeed{1};
const SigningSeed kNewSeed{2};
const CodeMaster kMaster{3};

class CardChain : public TwoShops {
 public:
  void put(CardKeyKind kind, int key, const std::string& material) {
    office.run([&]() -> Result<void> {
      office.office().put_card_key({kind, key, material, false});
      return {};
    });
  }
  void put_signing(int key, const SigningSeed& seed) {
    put(CardKeyKind::signing, key, to_string(public_key_of(seed)));
  }
  void withdraw(const std::string& card, bool is_withdrawn) {
    office.run([&]() -> Result<void> {
      office.office().set_card_withdrawn(card, is_withdrawn);
      return {};
    });
  }

  Result<ShownAs> proven(Shop& at, const std::string& code) {
    return prove(at.books(), true, {IdentifierKind::card, kCard, code}, now);
  }
  std::string rotating(int key) const {
    return rotating_code_text(key, code_key_of(kMaster, kCard), kCard, now);
  }
  v1::CardState state(Shop& at, const std::string& card) {
    return at.books().find_member({IdentifierKind::card, card})->state;
  }
};

const std::string kFirst = signed_card_text(1, kSeed, kCard);
const std::string kSecond = signed_card_text(2, kNewSeed, kCard);

}  // namespace

TEST_CASE_FIXTURE(CardChain, "keys come with the feed, are rotated and retired") {
  CHECK_FALSE(proven(shop, kFirst));
  put_signing(1, kSeed);
  talk();
  for (Shop* each : {&shop, &other}) CHECK(proven(*each, kFirst) == ShownAs::signed_code);
  put_signing(2, kNewSeed);
  CHECK_FALSE(proven(shop, kSecond));
  talk();
  for (Shop* each : {&shop, &other}) {
    CHECK(proven(*each, kFirst) == ShownAs::signed_code);
    CHECK(proven(*each, kSecond) == ShownAs::signed_code);
  }
  REQUIRE(office.run([&] { return office.office().retire_card_key(CardKeyKind::signing, 1); }));
  // Nothing more is said of it at head office's next start.
  put_signing(1, kSeed);
  talk();
  for (Shop* each : {&shop, &other}) {
    REQUIRE_FALSE(proven(*each, kFirst));
    CHECK(proven(*each, kFirst).error().message ==
          "this card has been withdrawn, with all of key 1");
    CHECK(proven(*each, kSecond) == ShownAs::signed_code);
  }
  CHECK_FALSE(office.run([&] { return office.office().retire_card_key(CardKeyKind::signing, 9); }));
}

TEST_CASE_FIXTURE(CardChain, "withdrawn cards are refused everywhere, and taken again") {
  withdraw(kCard, true);  // nobody has ever used it
  withdraw("ABCD1234", true);
  talk();
  for (Shop* each : {&shop, &other}) {
    CHECK(state(*each, kCard) == v1::CARD_STATE_WITHDRAWN);
    CHECK(state(*each, "ABCD1234") == v1::CARD_STATE_WITHDRAWN);
    const auto sold = each->sell(now, kCard, 1000);
    REQUIRE_FALSE(sold);
    CHECK(sold.error().message == "this card has been withdrawn");
  }
  withdraw(kCard, false);
  talk();
  for (Shop* each : {&shop, &other}) {
    CHECK(each->sell(now, kCard, 1000));
    CHECK(state(*each, "ABCD1234") == v1::CARD_STATE_WITHDRAWN);
  }
}

TEST_CASE_FIXTURE(CardChain, "the secret of rotating codes goes over private lines alone") {
  put(CardKeyKind::rotating, 1, to_string(kMaster));
  talk();
  // Known, and without it no proof.
  CHECK(proven(shop, rotating(1)) == ShownAs::card);
  CHECK(shop.books().card_keys.find(CardKeyKind::rotating, 1)->material.empty());
  // It is not in head office's books.
  CHECK(office.books().card_keys.find(CardKeyKind::rotating, 1)->material.empty());

  office.books().lines_are_private = true;
  REQUIRE(shop.sell(now, kCard, 1000));  // something to tell the other of
  REQUIRE(other.sell(now, "77", 1000));
  talk();
  for (Shop* each : {&shop, &other}) CHECK(proven(*each, rotating(1)) == ShownAs::rotating_code);

  // A stolen PC had the secret: another master, then the first counts no more.
  put(CardKeyKind::rotating, 2, to_string(CodeMaster{9}));
  REQUIRE(office.run([&] { return office.office().retire_card_key(CardKeyKind::rotating, 1); }));
  talk();
  for (Shop* each : {&shop, &other}) {
    CHECK_FALSE(proven(*each, rotating(1)));
    const std::string code = rotating_code_text(2, code_key_of(CodeMaster{9}, kCard), kCard, now);
    CHECK(proven(*each, code) == ShownAs::rotating_code);
  }
}

TEST_CASE_FIXTURE(CardChain, "a store learns head office's clock") {
  put(CardKeyKind::rotating, 1, to_string(kMaster));
  office.books().lines_are_private = true;
  talk();
  CHECK(shop.books().office_ahead() == std::chrono::milliseconds(0));
  CHECK(sure_time(shop.books(), true, now) == now);
}

TEST_CASE_FIXTURE(CardChain, "many notices come in pages, and a member beside them") {
  constexpr int kCards = 2500;
  for (int i = 0; i < kCards; ++i) withdraw("9" + std::to_string(100'000 + i), true);
  put_signing(1, kSeed);
  talk();
  for (Shop* each : {&shop, &other}) {
    CHECK(each->books().card_keys.count_withdrawn() == kCards);
    CHECK(proven(*each, kFirst) == ShownAs::signed_code);
    CHECK(each->books().sync_position().feed_cursor == office.books().feed.head());
  }
}

TEST_CASE_FIXTURE(CardChain, "head office re-decides with the kind that the entry says") {
  REQUIRE(office.publish_text(programme_text("strict") +
                              "[identification]\ncard = { redeem = false }\n"));
  put_signing(1, kSeed);
  talk();
  REQUIRE(shop.sell(now, kCard, 100'000));
  CHECK_FALSE(shop.sell(now, kCard, 1000, 5));
  CheckoutRequest checkout{shop.origin(), {IdentifierKind::card, kCard, kFirst}, {}, {{"pay", 5}}};
  programme::BasketLine line;
  line.amount = {1000};
  checkout.basket.lines.push_back(line);
  REQUIRE(shop.run([&] { return shop.store().checkout({now, kToday}, checkout); }));
  talk();
  const auto exceptions = office.office().list_exceptions({});
  REQUIRE(exceptions);
  CHECK(exceptions->exceptions().empty());
}

TEST_CASE_FIXTURE(CardChain, "malformed notices are not taken") {
  const auto taken = [&](const v1::CardNotice& notice) {
    return shop.run([&] { return shop.books().card_keys.take(notice); }).has_value();
  };
  v1::CardNotice notice;
  CHECK_FALSE(taken(notice));
  notice.set_card("x");
  CHECK_FALSE(taken(notice));
  notice.set_card(kCard);
  CHECK(taken(notice));
  notice.set_signing_key(1);
  CHECK_FALSE(taken(notice));
  notice.clear_card();
  CHECK_FALSE(taken(notice));
  notice.set_public_key(std::string(32, 'k'));
  CHECK(taken(notice));
  notice.set_signing_key(1000);
  CHECK_FALSE(taken(notice));
  v1::CodeSecret secret;
  secret.set_rotating_key(1);
  secret.set_secret("short");
  CHECK_FALSE(shop.run([&] { return shop.books().card_keys.take(secret); }));
}

}  // namespace loyald::testing

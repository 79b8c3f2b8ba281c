// SPDX-License-Identifier: Apache-2.0
#include "store/card_proof.h"

#include "store/base/totp.h"
#include "tests/store/store_fixture.h"

namespace loyald::testing {
namespace {

using programme::ShownAs;

const std::string kCard = "0420000001232";
const SigningSeed kSeed{1};
const SigningSeed kNewSeed{2};
const CodeMaster kMaster{3};
constexpr std::chrono::seconds kSlot = kTotpPeriod;

// A store without head office, with one key of each kind.
class CardFixture : public StoreFixture {
 public:
  explicit CardFixture(const std::string& identification = "", RedeemPolicy policy = {})
      : StoreFixture(std::move(policy), kProgramme + identification) {
    put({CardKeyKind::signing, 1, to_string(public_key_of(kSeed)), false});
    put({CardKeyKind::rotating, 1, to_string(kMaster), false});
  }

  void put(const CardKey& key) {
    commit([&]() -> Result<void> {
      store->put_card_key(key);
      return {};
    });
  }
  void withdraw(const std::string& number, bool is_withdrawn = true) {
    commit([&]() -> Result<void> {
      store->set_card_withdrawn(number, is_withdrawn);
      return {};
    });
  }

  static Identifier signed_by(int key, const SigningSeed& seed, const std::string& number = kCard) {
    return {IdentifierKind::card, number, signed_card_text(key, seed, number)};
  }
  // What the phone showed so long after now.
  Identifier rotating(std::chrono::milliseconds after = {}) const {
    return {IdentifierKind::card, kCard,
            rotating_code_text(1, code_key_of(kMaster, kCard), kCard, moment.now + after)};
  }

  Result<ShownAs> proven(const Identifier& who, bool is_sold = false) {
    return prove(store->books(), false, who, moment.now, is_sold);
  }
  std::string refused(const Identifier& who) {
    const auto shown = proven(who);
    return shown ? std::string("it was not") : shown.error().message;
  }
  Result<Recorded> sell_to(const std::string& id, const Identifier& who,
                           std::vector<programme::RewardChoice> choices = {}) {
    return commit([&] {
      return store->checkout(moment, {origin(id), who, {{line(10'000)}}, choices});
    });
  }
};

const std::string kChanged = "this code is not genuine: it was changed or misread";

TEST_CASE_FIXTURE(CardFixture, "what identifies a member, where nothing is to be proven") {
  CHECK(proven(card(kCard)) == ShownAs::card);
  CHECK(proven({IdentifierKind::phone, "+49170"}) == ShownAs::phone);
  CHECK(proven({IdentifierKind::mail, "a@b.example"}) == ShownAs::mail);
}

TEST_CASE_FIXTURE(CardFixture, "signed cards of several keys, until theirs is retired") {
  CHECK(proven(signed_by(1, kSeed)) == ShownAs::signed_code);
  CHECK(refused(signed_by(2, kNewSeed)) ==
        "this card's code is made with key 2, which is not known here yet");
  put({CardKeyKind::signing, 2, to_string(public_key_of(kNewSeed)), false});
  CHECK(proven(signed_by(1, kSeed)) == ShownAs::signed_code);
  CHECK(proven(signed_by(2, kNewSeed)) == ShownAs::signed_code);
  commit([&] { return store->retire_card_key(CardKeyKind::signing, 1); });
  CHECK(refused(signed_by(1, kSeed)) == "this card has been withdrawn, with all of key 1");
  CHECK(proven(signed_by(2, kNewSeed)) == ShownAs::signed_code);
  // The number alone is what it was.
  CHECK(proven(card(kCard)) == ShownAs::card);
  CHECK_FALSE(commit([&] { return store->retire_card_key(CardKeyKind::signing, 3); }));
  // A start puts the file's keys again, and none is alive again.
  put({CardKeyKind::signing, 1, to_string(public_key_of(kSeed)), false});
  CHECK(refused(signed_by(1, kSeed)) == "this card has been withdrawn, with all of key 1");
}

TEST_CASE_FIXTURE(CardFixture, "forged, changed and mixed codes") {
  CHECK(refused(signed_by(1, kNewSeed)) == kChanged);
  Identifier other = signed_by(1, kSeed);
  other.text = "0420000001249";
  CHECK(refused(other) == kChanged);
  const Identifier genuine = signed_by(1, kSeed);
  for (std::size_t at = 0; at < genuine.code.size(); ++at) {
    Identifier changed = genuine;
    changed.code[at] = static_cast<char>('0' + (changed.code[at] - '0' + 1) % 10);
    CHECK_FALSE(proven(changed));
  }
  const Identifier phone = rotating();
  for (std::size_t at = 0; at < phone.code.size(); ++at) {
    Identifier changed = phone;
    changed.code[at] = static_cast<char>('0' + (changed.code[at] - '0' + 1) % 10);
    // Another second of the same span is the same code.
    const auto shown = proven(changed);
    const auto read = read_card_token(changed.code);
    const auto* code = read ? std::get_if<RotatingCode>(&*read) : nullptr;
    const bool is_same = code != nullptr && code->card == kCard && code->key == 1 && at < 30 &&
                         totp_slot(code->time) == totp_slot(moment.now);
    CHECK(shown.has_value() == is_same);
  }
}

TEST_CASE_FIXTURE(CardFixture, "rotating codes are good from two spans before to one after") {
  for (int slots = -6; slots <= 6; ++slots) {
    const auto shown = proven(rotating(slots * kSlot));
    if (-2 <= slots && slots <= 1) {
      CHECK(shown == ShownAs::rotating_code);
    } else {
      REQUIRE_FALSE(shown);
      CHECK(shown.error().message ==
            (slots < 0 ? "this code is too old" : "this code is of a time to come"));
    }
    // A sale that was made is not refused for it.
    CHECK(proven(rotating(slots * kSlot), true) ==
          (-2 <= slots && slots <= 1 ? ShownAs::rotating_code : ShownAs::card));
  }
}

TEST_CASE_FIXTURE(CardFixture, "what was shown in time stays good until the customer pays") {
  Identifier who = rotating();
  who.shown_at = moment.now;
  moment.now = moment.now + std::chrono::minutes(10);
  CHECK(proven(who) == ShownAs::rotating_code);
  who.shown_at = {};
  CHECK(refused(who) == "this code is too old");
}

TEST_CASE_FIXTURE(CardFixture, "a rotating code is good for one sale") {
  const Identifier who = rotating();
  const auto sold = sell_to("1", who);
  REQUIRE(sold);
  CHECK(sold->entry.sale().inputs().shown_as() == v1::SHOWN_AS_ROTATING);
  CHECK(sold->entry.sale().card() == kCard);
  CHECK(refused(who) == "this code was used already");
  CHECK_FALSE(sell_to("2", who));
  // The register that heard no answer gets the same receipt, also with a fresh code.
  const auto again = sell_to("1", who);
  REQUIRE(again);
  CHECK(again->is_repeat);
  CHECK(sell_to("1", rotating(kSlot)).value().is_repeat);
  // Other seconds of the same span are the same code.
  Identifier later = who;
  const auto code = std::get<RotatingCode>(*read_card_token(who.code));
  const Timestamp other_second{(totp_slot(code.time) * 30 + 29) * 1000};
  later.code = rotating_code_text(1, code_key_of(kMaster, kCard), kCard, other_second);
  CHECK(refused(later) == "this code was used already");
  moment.now = moment.now + kSlot;
  CHECK(sell_to("3", rotating()));
}

TEST_CASE_FIXTURE(CardFixture, "a refused sale uses no code up, and used codes are forgotten") {
  const Identifier who = rotating();
  CHECK_FALSE(sell_to("1", who, {{"no-such-reward", 0}}));
  CHECK(sell_to("2", who));
  const auto count = [&] {
    sql::Statement read(store->books().database(), "SELECT count(*) FROM used_code");
    auto row = read.run();
    REQUIRE(row.next());
    return row.int64(0);
  };
  CHECK(count() == 1);
  moment.now = moment.now + kUsedCodesKept + std::chrono::seconds(1);
  CHECK(sell_to("3", rotating()));
  CHECK(count() == 1);
}

TEST_CASE_FIXTURE(CardFixture, "withdrawn cards, known or not, whatever is shown of them") {
  withdraw(kCard);
  for (const Identifier& who : {card(kCard), signed_by(1, kSeed), rotating()}) {
    const auto sold = sell_to("1", who);
    REQUIRE_FALSE(sold);
    CHECK(sold.error().message == "this card has been withdrawn");
    const auto view = identify(store->books(), {}, moment, who);
    REQUIRE(view);
    CHECK(view->card->state == v1::CARD_STATE_WITHDRAWN);
  }
  withdraw(kCard, false);
  CHECK(sell_to("1", signed_by(1, kSeed)));
  withdraw(kCard);
  CHECK_FALSE(sell_to("2", signed_by(1, kSeed)));
}

TEST_CASE_FIXTURE(CardFixture, "a clock behind the journal proves nothing") {
  REQUIRE(sell_to("1", card(kCard)));
  moment.now = moment.now + -std::chrono::hours(2);
  CHECK(proven(rotating()) == ShownAs::card);
  CHECK_FALSE(sure_time(store->books(), false, moment.now));
  Identifier forged = rotating();
  forged.code.back() = forged.code.back() == '0' ? '1' : '0';
  CHECK(refused(forged) == kChanged);
}

TEST_CASE("a chain's store knows the time by head office's clock") {
  CardFixture fixture;
  Books& books = fixture.store->books();
  const Timestamp now = fixture.moment.now;
  CHECK_FALSE(sure_time(books, true, now));  // never heard of it
  const auto heard = [&](Timestamp at, std::chrono::milliseconds ahead) {
    fixture.commit([&]() -> Result<void> {
      fixture.store->record_contact(at, 0);
      books.set_office_ahead(ahead);
      return {};
    });
  };
  heard(now, std::chrono::minutes(3));
  CHECK(sure_time(books, true, now) == now + std::chrono::minutes(3));
  // What was shown before head office answered last is still of its own time.
  Identifier shown = fixture.rotating(std::chrono::minutes(3));
  shown.shown_at = now;
  heard(now + std::chrono::minutes(8), std::chrono::minutes(3));
  CHECK(prove(books, true, shown, now + std::chrono::minutes(9)) == ShownAs::rotating_code);
  heard(now, std::chrono::minutes(3));
  // The phone's time is head office's.
  const Identifier who = fixture.rotating(std::chrono::minutes(3));
  CHECK(prove(books, true, who, now) == ShownAs::rotating_code);
  CHECK_FALSE(prove(books, true, fixture.rotating(), now));
  heard(now, std::chrono::minutes(6));
  CHECK_FALSE(sure_time(books, true, now));
  CHECK(prove(books, true, who, now) == ShownAs::card);
  heard(now, -std::chrono::seconds(2));
  CHECK(sure_time(books, true, now + kClockKnown));
  CHECK_FALSE(sure_time(books, true, now + kClockKnown + std::chrono::hours(1)));
  CHECK_FALSE(sure_time(books, true, now + -std::chrono::hours(1)));  // it went back since
}

TEST_CASE_FIXTURE(CardFixture, "without the secret a rotating code is the card's number") {
  put({CardKeyKind::rotating, 2, "", false});
  const Identifier who{IdentifierKind::card, kCard,
                       rotating_code_text(2, code_key_of(kMaster, kCard), kCard, moment.now)};
  CHECK(proven(who) == ShownAs::card);
  commit([&] { return store->retire_card_key(CardKeyKind::rotating, 2); });
  CHECK(refused(who) == "this card has been withdrawn, with all of key 2");
}

const std::string kStrict = R"(
[identification]
phone = { redeem = false }
card = { redeem = false }
signed = { earn = true }
mail = { earn = false, redeem = false }
)";

TEST_CASE("a programme says what each kind may do") {
  CardFixture fixture(kStrict);
  const std::vector<programme::RewardChoice> reward = {{"five-off", 0}};
  REQUIRE(fixture.sell_to("1", fixture.card(kCard)));
  const auto by_number = fixture.sell_to("2", fixture.card(kCard), reward);
  REQUIRE_FALSE(by_number);
  CHECK(by_number.error().code == Errc::permission_denied);
  CHECK(by_number.error().message == "the card's number alone is not enough to redeem");
  const auto by_code = fixture.sell_to("3", CardFixture::signed_by(1, kSeed), reward);
  REQUIRE(by_code);
  CHECK(by_code->entry.sale().inputs().shown_as() == v1::SHOWN_AS_SIGNED);

  // What can be redeemed is offered, and the reason where it cannot.
  const auto offered = [&](const Identifier& who) {
    QuoteRequest request{who, {{fixture.line(10'000)}}, {}, std::nullopt};
    return quote(fixture.store->books(), {}, fixture.moment, request).value();
  };
  CHECK(offered(fixture.card(kCard)).offers.front().unavailable ==
        "the card's number alone is not enough to redeem");
  CHECK(offered(CardFixture::signed_by(1, kSeed)).offers.front().unavailable.empty());
  CHECK_FALSE(offered(fixture.card(kCard)).member.allowed.redeem);

  EnrolRequest enrol{fixture.origin("4"), kCard, {}};
  enrol.person.mail = "ann@example.org";
  REQUIRE(fixture.commit([&] { return fixture.store->enrol(fixture.moment, enrol); }));
  const auto by_mail = fixture.sell_to("5", {IdentifierKind::mail, "ann@example.org"});
  REQUIRE(by_mail);
  CHECK(by_mail->entry.sale().changes().empty());
  CHECK(by_mail->entry.sale().rules(0).not_applied().code() == v1::REASON_SHOWN_AS);
  CHECK(by_mail->entry.sale().inputs().shown_as() == v1::SHOWN_AS_MAIL);
}

}  // namespace
}  // namespace loyald::testing

// SPDX-License-Identifier: Apache-2.0
// The programme's language through a store's books: what is written, taken back and explained.
#include "store/explain.h"
#include "store/programme/reason_text.h"
#include "store/programme_file.h"
#include "store/reason_wire.h"
#include "tests/store/store_fixture.h"

using namespace loyald;
using loyald::testing::StoreFixture;

namespace {

const std::string kCard = "0420000000010";

constexpr const char* kRich = R"(
name = "Rich"
currency = "EUR"
[[unit]]
id = "points"
name = "Points"
[[unit]]
id = "stamps"
[[unit]]
id = "coffee"
name = "Free coffee"
[[unit]]
id = "visits"
[[unit]]
id = "capped"
counter = true
[[unit]]
id = "rest"
counter = true
[[tier]]
id = "gold"
name = "Gold"
unit = "visits"
at_least = 2
[[earn]]
id = "base"
unit = "points"
quantity = 1
per = 100
carry = "rest"
[[earn]]
id = "wine"
unit = "points"
counts = "items"
quantity = 10
include.categories = ["WINE"]
cap = { unit = "capped", at_most = 50, period = "month" }
[[earn]]
id = "stamp"
unit = "stamps"
counts = "items"
quantity = 1
include.categories = ["COFFEE"]
[[earn]]
id = "visit"
unit = "visits"
counts = "visits"
quantity = 1
[[multiplier]]
id = "happy-hour"
unit = "points"
times = { numerator = 3, denominator = 2 }
when = { hours = [{ from = "14:00", until = "16:00" }], channels = ["till"] }
[[reward]]
id = "card"
name = "Full card"
unit = "stamps"
voucher = { cost = 5, gives = "coffee", automatic = true }
[[reward]]
id = "gold-hint"
message = { text = "Welcome back" }
when.tiers = ["gold"]
)";

Result<Recorded> sell_at(StoreFixture& fixture, const std::string& id,
                         std::vector<programme::BasketLine> lines, programme::SaleSetting setting) {
  return fixture.commit([&] {
    return fixture.store->checkout(fixture.moment, {fixture.origin(id),
                                                    StoreFixture::card(kCard),
                                                    {std::move(lines)},
                                                    {},
                                                    std::move(setting)});
  });
}

std::string explained(const Recorded& recorded) {
  const auto programme = parse_programme(kRich, "test");
  REQUIRE(programme);
  std::string text;
  for (const std::string& line : explain(recorded.entry, &*programme)) text += line + "\n";
  return text;
}

Quantity held(StoreFixture& fixture, const std::string& unit) {
  return fixture.unit(kCard, unit).safe_to_spend;
}

}  // namespace

TEST_CASE("a cap holds over sales, a return frees it, the next month begins anew") {
  StoreFixture fixture({}, kRich);
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1, 4, "WINE")}));
  CHECK(held(fixture, "points") == 40);
  CHECK(held(fixture, "capped") == 40);
  const auto second = fixture.sell("b", kCard, {fixture.line(1, 4, "WINE")});
  REQUIRE(second);
  CHECK(held(fixture, "points") == 50);
  CHECK(programme::reason_text(reason_from(second->entry.sale().rules(1).clamped())) ==
        "at most 50 a month, 40 before");
  REQUIRE(fixture.sell("c", kCard, {fixture.line(1, 4, "WINE")}));
  CHECK(held(fixture, "points") == 50);
  REQUIRE(fixture.give_back("r", "a", {{1, 2}}));
  CHECK(held(fixture, "points") == 30);
  CHECK(held(fixture, "capped") == 30);
  REQUIRE(fixture.sell("d", kCard, {fixture.line(1, 4, "WINE")}));
  CHECK(held(fixture, "points") == 50);
  fixture.moment.today = {20'727};  // 2026-10-01
  CHECK(held(fixture, "capped") == 0);
  REQUIRE(fixture.sell("e", kCard, {fixture.line(1, 4, "WINE")}));
  CHECK(held(fixture, "points") == 90);
  // The September counter is gone; a return of September's goods leaves October's alone.
  REQUIRE(fixture.give_back("s", "b", {{1, 4}}));
  CHECK(held(fixture, "capped") == 40);
  CHECK(fixture.unit(kCard, "capped").wallet.debt == 0);
}

TEST_CASE("remainders add up over sales") {
  StoreFixture fixture({}, kRich);
  for (int i = 0; i < 10; ++i) {
    REQUIRE(fixture.sell("s" + std::to_string(i), kCard, {fixture.line(130)}));
  }
  CHECK(held(fixture, "points") == 13);
  CHECK(held(fixture, "rest") == 0);
  const auto before = fixture.wallets(kCard);
  const auto sale = fixture.sell("t", kCard, {fixture.line(70), fixture.line(80)});
  REQUIRE(sale);
  CHECK(held(fixture, "rest") == 50);
  REQUIRE(fixture.give_back("u", "t", {{1, 1}}));
  REQUIRE(fixture.give_back("v", "t", {{2, 1}}));
  CHECK(held(fixture, "rest") == 0);
  REQUIRE(fixture.sell("w", kCard, {fixture.line(40)}));
  REQUIRE(fixture.sell("x", kCard, {fixture.line(90)}));
  CHECK(held(fixture, "points") == 14);
  REQUIRE(fixture.undo("y", "x"));
  CHECK(held(fixture, "points") == 13);
  CHECK(held(fixture, "rest") == 40);
}

TEST_CASE("a remainder that a later sale used is not owed when its goods come back") {
  StoreFixture fixture({}, kRich);
  REQUIRE(fixture.sell("a", kCard, {fixture.line(150)}));
  fixture.moment.today.days += 1;
  REQUIRE(fixture.sell("b", kCard, {fixture.line(60)}));
  CHECK(held(fixture, "points") == 2);
  REQUIRE(fixture.give_back("r", "a", {{1, 1}}));
  CHECK(held(fixture, "points") == 1);
  CHECK(held(fixture, "rest") == 10);
  CHECK(fixture.unit(kCard, "rest").wallet.debt == 0);
}

TEST_CASE("a full card's voucher is undone as soon as its stamps are no longer reached") {
  StoreFixture fixture({}, kRich);
  REQUIRE(fixture.sell("a", kCard, {fixture.line(600, 2, "COFFEE")}));
  const auto before = fixture.wallets(kCard);
  const auto sold =
      fixture.sell("b", kCard, {fixture.line(300, 1, "COFFEE"), fixture.line(900, 3, "COFFEE")});
  REQUIRE(sold);
  CHECK(held(fixture, "coffee") == 1);
  CHECK(held(fixture, "stamps") == 1);
  REQUIRE(fixture.give_back("r", "b", {{2, 3}}));
  CHECK(held(fixture, "coffee") == 0);
  CHECK(held(fixture, "stamps") == 3);
  CHECK(fixture.unit(kCard, "stamps").wallet.debt == 0);
  REQUIRE(fixture.give_back("s", "b", {{1, 1}}));
  CHECK(fixture.wallets(kCard) == before);

  SUBCASE("nothing more comes back when it is said again") {
    const auto after = fixture.wallets(kCard);
    REQUIRE(fixture.give_back("t", "b", {{1, 1}, {2, 3}}));
    CHECK(fixture.wallets(kCard) == after);
  }
}

TEST_CASE("a void restores everything, vouchers, caps and remainders included") {
  StoreFixture fixture({}, kRich);
  REQUIRE(fixture.sell("a", kCard, {fixture.line(640, 2, "COFFEE"), fixture.line(55, 2, "WINE")}));
  const auto before = fixture.wallets(kCard);
  REQUIRE(fixture.sell("b", kCard, {fixture.line(930, 4, "COFFEE"), fixture.line(55, 9, "WINE")}));
  CHECK(fixture.wallets(kCard) != before);
  REQUIRE(fixture.undo("v", "b"));
  CHECK(fixture.wallets(kCard) == before);
}

TEST_CASE("a voucher whose stamps came back is taken back, before the whole sale is") {
  StoreFixture fixture({}, kRich);
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1, 3, "COFFEE")}));
  const auto before = fixture.wallets(kCard);
  fixture.moment.today.days += 1;
  REQUIRE(fixture.sell("b", kCard, {fixture.line(1, 9, "COFFEE"), fixture.line(1)}));
  CHECK(held(fixture, "coffee") == 2);  // 3 + 9 stamps: two cards of 5
  CHECK(held(fixture, "stamps") == 2);
  REQUIRE(fixture.give_back("r1", "b", {{1, 2}}));
  CHECK(held(fixture, "coffee") == 2);
  CHECK(held(fixture, "stamps") == 0);
  REQUIRE(fixture.give_back("r2", "b", {{1, 3}}));
  CHECK(held(fixture, "coffee") == 1);
  CHECK(held(fixture, "stamps") == 4);
  REQUIRE(fixture.give_back("r3", "b", {{1, 8}}));
  CHECK(held(fixture, "coffee") == 0);
  CHECK(held(fixture, "stamps") == 4);
  REQUIRE(fixture.give_back("r4", "b", {{1, 9}, {2, 1}}));
  CHECK(fixture.wallets(kCard) == before);
}

TEST_CASE("an exchange that another exchange paid for is undone with it") {
  std::string chained = kRich;
  chained += R"(
[[unit]]
id = "meal"
[[reward]]
id = "two-coffees"
unit = "coffee"
voucher = { cost = 2, gives = "meal", automatic = true }
)";
  StoreFixture fixture({}, chained);
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1, 3, "COFFEE")}));
  const auto before = fixture.wallets(kCard);
  REQUIRE(fixture.sell("b", kCard, {fixture.line(1, 9, "COFFEE"), fixture.line(1)}));
  CHECK(held(fixture, "meal") == 1);
  CHECK(held(fixture, "coffee") == 0);
  REQUIRE(fixture.give_back("r1", "b", {{1, 3}}));
  CHECK(held(fixture, "meal") == 0);
  CHECK(held(fixture, "coffee") == 1);
  CHECK(held(fixture, "stamps") == 4);
  REQUIRE(fixture.give_back("r2", "b", {{1, 9}, {2, 1}}));
  CHECK(fixture.wallets(kCard) == before);
}

TEST_CASE("a voucher that was used already is owed when its stamps come back") {
  StoreFixture fixture({}, kRich);
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1, 6, "COFFEE"), fixture.line(1)}));
  CHECK(held(fixture, "coffee") == 1);
  REQUIRE(fixture.commit([&] {
    return fixture.store->adjust(
        fixture.moment, {fixture.origin("use"), StoreFixture::card(kCard), "coffee", -1, "drunk"});
  }));
  const auto back = fixture.give_back("r", "a", {{1, 2}});
  REQUIRE(back);
  CHECK(fixture.unit(kCard, "coffee").wallet.debt == 1);
  CHECK(held(fixture, "stamps") == 4);
  const std::string text = explained(*back);
  INFO(text);
  CHECK(text.find("1 Free coffee had been spent already and are owed.") != std::string::npos);
}

TEST_CASE("the entry keeps what the rules read, and explains it") {
  StoreFixture fixture({}, kRich);
  REQUIRE(fixture.sell("a", kCard, {fixture.line(150)}));
  REQUIRE(fixture.sell("b", kCard, {fixture.line(150)}));
  const auto sold = sell_at(fixture, "c", {fixture.line(1250), fixture.line(500, 2, "WINE")},
                            {14 * 60 + 5, "till", {"card"}});
  REQUIRE(sold);
  const v1::Sale& sale = sold->entry.sale();
  CHECK(sale.sold_at() == 845);
  CHECK(sale.inputs().store_id() == 7);
  CHECK(sale.inputs().tier() == "gold");
  CHECK(sale.inputs().held_size() == 2);  // points and visits; the remainder was used up
  CHECK(sale.rewards(0).message() == "Welcome back");
  const std::string text = explained(*sold);
  INFO(text);
  for (const char* sentence :
       {"Tier before the sale: Gold.", "Sold at 14:05.", "Channel: till.", "Paid by card.",
        "Message \"gold-hint\": Welcome back",
        "Rule \"wine\": 10 Points for every 1 items; 2 items counted; 2 x 10 / 1, rounded down: "
        "20.",
        "Rule \"wine\": 20 counted against its cap until 2026-10-01.",
        "Rule \"visit\": 1 visits for the visit; 17.50 EUR counted: 1.",
        "Rule \"base\": rounding left 50 steps, kept for the next sale.",
        "Multiplier \"happy-hour\": 37 Points x 3 / 2, rounded down, adds 18."}) {
    CAPTURE(sentence);
    CHECK(text.find(sentence) != std::string::npos);
  }
  const auto next = fixture.sell("d", kCard, {fixture.line(60)});
  REQUIRE(next);
  const std::string carried = explained(*next);
  INFO(carried);
  CHECK(carried.find("Rule \"base\": 50 steps that rounding had left") != std::string::npos);
  CHECK(carried.find("(60 x 1 + 50) / 100, rounded down: 1.") != std::string::npos);
}

TEST_CASE("a sale without a time is outside every hour, and says so") {
  StoreFixture fixture({}, kRich);
  const auto sold = sell_at(fixture, "a", {fixture.line(1000)}, {std::nullopt, "till", {}});
  REQUIRE(sold);
  CHECK(
      explained(*sold).find("Multiplier \"happy-hour\": adds nothing: the time of the sale is not "
                            "known.") != std::string::npos);
}

TEST_CASE("the circumstances are the register's words: another time is another sale") {
  StoreFixture fixture({}, kRich);
  REQUIRE(sell_at(fixture, "a", {fixture.line(1000)}, {845, "till", {"cash"}}));
  const auto again = sell_at(fixture, "a", {fixture.line(1000)}, {845, "till", {"cash"}});
  REQUIRE(again);
  CHECK(again->is_repeat);
  const auto other = sell_at(fixture, "a", {fixture.line(1000)}, {846, "till", {"cash"}});
  REQUIRE(!other);
  CHECK(other.error().message.find("sold_at") != std::string::npos);
}

TEST_CASE("the member's birthday and segments decide, and only the answer is written") {
  const std::string programme = std::string(kRich) + R"(
[[earn]]
id = "birthday"
unit = "points"
counts = "visits"
quantity = 500
when = { birthday = { days_before = 1, days_after = 1 }, tags = ["family"] }
)";
  StoreFixture fixture({}, programme);
  v1::MemberProfile profile;
  const auto found = fixture.store->books().find_member(StoreFixture::card(kCard));
  REQUIRE(found);
  profile.set_member_id(found->member.str());
  profile.set_hlc(1);
  profile.set_birthday(parse_date("1990-09-22")->days);
  REQUIRE(fixture.commit([&]() -> Result<int> {
    fixture.store->books().identifiers.put_profile(profile, true);
    return 0;
  }));
  REQUIRE(fixture.commit([&] {
    return fixture.store->set_segments(fixture.moment, StoreFixture::card(kCard), {{"family"}, {}});
  }));
  const auto sold = fixture.sell("a", kCard, {fixture.line(100)});
  REQUIRE(sold);
  CHECK(held(fixture, "points") == 501);
  const v1::SaleInputs& inputs = sold->entry.sale().inputs();
  REQUIRE(inputs.birthday_size() == 1);
  CHECK(inputs.birthday(0).is_within());
  CHECK(inputs.tags(0) == "family");
  fixture.moment.today.days += 3;
  const auto later = fixture.sell("b", kCard, {fixture.line(100)});
  REQUIRE(later);
  CHECK(programme::reason_text(reason_from(later->entry.sale().rules(4).not_applied())) ==
        "only around the birthday");
}

TEST_CASE("whatever a sale did, voiding it, or returning all of it bit by bit, undoes it") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    CAPTURE(seed);
    SeededRandom random(seed);
    StoreFixture fixture({}, kRich);
    const auto basket = [&] {
      std::vector<programme::BasketLine> lines;
      for (std::uint64_t i = 0; i <= random.below(4); ++i) {
        const char* category = random.below(2) == 0 ? "COFFEE" : "WINE";
        lines.push_back(fixture.line(static_cast<std::int64_t>(1 + random.below(900)),
                                     static_cast<std::int64_t>(1 + random.below(3)), category));
      }
      return lines;
    };
    const programme::SaleSetting setting{static_cast<int>(random.below(1440)), "till", {}};
    for (int i = 0; i < 3; ++i) {
      REQUIRE(sell_at(fixture, "early" + std::to_string(i), basket(), setting));
      fixture.moment.today.days += static_cast<int>(random.below(20));
    }
    const auto before = fixture.wallets(kCard);
    REQUIRE(sell_at(fixture, "void", basket(), setting));
    REQUIRE(fixture.undo("undo", "void"));
    CHECK(fixture.wallets(kCard) == before);

    const std::vector<programme::BasketLine> lines = basket();
    REQUIRE(sell_at(fixture, "sale", lines, setting));
    // Any line's next piece, until nothing is left.
    std::vector<std::int64_t> back(lines.size());
    std::int64_t pieces = 0;
    for (const programme::BasketLine& line : lines) pieces += line.quantity;
    for (std::int64_t piece = 0; piece < pieces;) {
      const auto i = static_cast<std::size_t>(random.below(lines.size()));
      if (back[i] == lines[i].quantity) continue;
      REQUIRE(fixture.give_back("r" + std::to_string(++piece), "sale", {{i + 1, ++back[i]}}));
      for (const programme::Wallet& wallet : fixture.wallets(kCard)) CHECK(wallet.debt == 0);
    }
    CHECK(fixture.wallets(kCard) == before);
  }
}

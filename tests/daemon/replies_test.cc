// SPDX-License-Identifier: Apache-2.0
// What registers are told of a sale under a programme that uses all of the language: names in the
// member's language, and nothing of the programme's own counters.
#include <algorithm>

#include "daemon/member_reply.h"
#include "daemon/receipt.h"
#include "store/programme_file.h"
#include "tests/store/store_fixture.h"

namespace loyald::daemon {
namespace {

using loyald::testing::StoreFixture;

const std::string kCard = "0420000000010";

constexpr const char* kRich = R"(
name = "Rich"
currency = "EUR"
[[unit]]
id = "points"
name = "Points"
[[unit]]
id = "coffee"
name = "Free coffee"
[[unit]]
id = "capped"
counter = true
[[unit]]
id = "rest"
counter = true
[[tier]]
id = "gold"
name = "Gold"
unit = "points"
at_least = 10
names = { de = "Goldkunde" }
[[earn]]
id = "base"
unit = "points"
quantity = 1
per = 100
carry = "rest"
cap = { unit = "capped", at_most = 100, period = "month" }
[[reward]]
id = "card"
name = "Coffee"
unit = "points"
voucher = { cost = 20, gives = "coffee", automatic = true }
[[reward]]
id = "ten"
name = "Ten percent"
names = { de = "Zehn Prozent" }
unit = "points"
percent_off = { basis_points = 1000 }
when.tiers = ["gold"]
[[reward]]
id = "hint"
message = { text = "Thank you", texts = { de = "Danke" } }
)";

void speak_german(StoreFixture& fixture) {
  const auto found = fixture.store->books().find_member(StoreFixture::card(kCard));
  REQUIRE(found);
  v1::MemberProfile profile;
  profile.set_member_id(found->member.str());
  profile.set_hlc(1);
  profile.set_language("de-AT");
  REQUIRE(fixture.commit([&]() -> Result<int> {
    fixture.store->books().identifiers.put_profile(profile, true);
    return 0;
  }));
}

TEST_CASE("a receipt shows what was earned, given by itself and said, and no counter") {
  StoreFixture fixture({}, kRich);
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1550)}));
  const auto sold = fixture.sell("b", kCard, {fixture.line(1070)});
  REQUIRE(sold);
  const auto programme = parse_programme(kRich, "test");
  REQUIRE(programme);
  const v1::Receipt receipt = make_receipt(*sold, &*programme);
  CAPTURE(receipt.DebugString());
  CHECK(receipt.DebugString().find("capped") == std::string::npos);
  CHECK(receipt.DebugString().find("rest") == std::string::npos);
  REQUIRE(receipt.earned_size() == 2);
  CHECK(receipt.earned(0).quantity() == 11);
  CHECK(receipt.earned(1).name() == "Free coffee");
  REQUIRE(receipt.rewards_size() == 2);
  CHECK(receipt.rewards(0).cost() == 20);
  CHECK(receipt.rewards(1).message() == "Thank you");
  const std::vector<std::string> text(receipt.text().begin(), receipt.text().end());
  CHECK(text == std::vector<std::string>{"Total 10.70 EUR", "Coffee for 20 Points", "Thank you",
                                         "Collected 11 Points", "Collected 1 Free coffee",
                                         "You have 6 Points", "You have 1 Free coffee"});
}

TEST_CASE("a quote speaks the member's language, names the tier, and shows no counter") {
  StoreFixture fixture({}, kRich);
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1550)}));
  speak_german(fixture);
  const auto quoted = quote(fixture.store->books(), {}, fixture.moment,
                            {StoreFixture::card(kCard), {{fixture.line(1070)}}, {}, std::nullopt});
  REQUIRE(quoted);
  const auto programme = parse_programme(kRich, "test");
  REQUIRE(programme);
  const v1::QuoteResponse reply = quote_reply(*quoted, *programme, programme::Language::english);
  CAPTURE(reply.DebugString());
  CHECK(reply.DebugString().find("capped") == std::string::npos);
  CHECK(reply.DebugString().find("rest\"") == std::string::npos);
  CHECK(reply.member().tier() == "gold");
  CHECK(reply.member().tier_name() == "Goldkunde");
  REQUIRE(reply.offers_size() == 2);  // what is only said is not offered
  CHECK(reply.offers(0).unavailable() == "given by itself");
  CHECK(reply.offers(1).name() == "Zehn Prozent");
  CHECK(reply.offers(1).value() == 107);
  CHECK(reply.rewards(1).message() == "Danke");
}

TEST_CASE("a return's movements name no counter") {
  StoreFixture fixture({}, kRich);
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1550)}));
  const auto back = fixture.give_back("r", "a", {{1, 1}});
  REQUIRE(back);
  CHECK(back->entry.sale_return().changes_size() == 3);  // points, cap, remainder
  const auto programme = parse_programme(kRich, "test");
  REQUIRE(programme);
  const v1::Receipt receipt = make_receipt(*back, &*programme);
  REQUIRE(receipt.movements_size() == 1);
  CHECK(receipt.movements(0).name() == "Points");
  CHECK(receipt.movements(0).quantity() == -15);
}

TEST_CASE("a receipt says what was not taken back, what was charged for it and what was settled") {
  const std::string text = R"(
name = "Policies"
currency = "EUR"
unit = [
  { id = "owed", name = "Points" },
  { id = "within", name = "Stamps", return_policy = "within_balance" },
  { id = "charged", name = "Stars", return_policy = "charge_customer", charge = { quantity = 1, money = 2 } },
]
earn = [
  { id = "a", unit = "owed", quantity = 1, per = 100 },
  { id = "b", unit = "within", quantity = 1, per = 100 },
  { id = "c", unit = "charged", quantity = 1, per = 100 },
]
reward = [
  { id = "use-a", unit = "owed", amount_off = { cost = 10, value = 100 } },
  { id = "use-b", unit = "within", amount_off = { cost = 10, value = 100 } },
  { id = "use-c", unit = "charged", amount_off = { cost = 10, value = 100 } },
]
)";
  StoreFixture fixture({}, text);
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000)}));
  REQUIRE(
      fixture.sell("b", kCard, {fixture.line(300)}, {{"use-a", 0}, {"use-b", 0}, {"use-c", 0}}));
  const auto programme = parse_programme(text, "test");
  REQUIRE(programme);
  const auto printed = [&](const Recorded& recorded) {
    const v1::Receipt receipt = make_receipt(recorded, &*programme);
    return std::vector<std::string>(receipt.text().begin(), receipt.text().end());
  };
  const auto back = fixture.give_back("r", "a", {{1, 1}});
  REQUIRE(back);
  const v1::Receipt receipt = make_receipt(*back, &*programme);
  REQUIRE(receipt.untaken_size() == 2);
  CHECK(receipt.untaken(0).name() == "Stamps");
  CHECK(receipt.untaken(0).quantity() == 10);
  CHECK(receipt.untaken(0).policy() == "within_balance");
  CHECK(receipt.untaken(1).charged() == 20);
  CHECK(receipt.charged() == 20);
  CHECK(receipt.refund() == 980);
  const std::vector<std::string> expected{
      "Return for a",
      "Refund 9.80 EUR",
      "10 Points had been spent already; they are taken from the next ones",
      "10 Stamps could not be taken back",
      "10 Stars had been spent already; 0.20 EUR are deducted from the refund for them",
      "You have 0 Points"};
  CHECK(printed(*back) == expected);
  const auto later = fixture.sell("c", kCard, {fixture.line(400)});
  REQUIRE(later);
  const auto lines = printed(*later);
  CHECK(std::ranges::count(lines, "4 Points that you owed are settled with yours") == 1);
}

}  // namespace
}  // namespace loyald::daemon

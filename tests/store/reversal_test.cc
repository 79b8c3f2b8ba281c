// SPDX-License-Identifier: Apache-2.0
#include "tests/store/store_fixture.h"

using namespace loyald;
using loyald::testing::StoreFixture;

namespace {
const std::string kCard = "0420000000010";
}

TEST_CASE("a return takes back what the goods earned and hands back what was paid") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000, 4), fixture.line(250)}));
  CHECK(fixture.safe(kCard) == 12);
  const auto back = fixture.give_back("r", "a", {{1, 1}});
  REQUIRE(back);
  CHECK(back->entry.sale_return().refund() == 250);
  CHECK(fixture.safe(kCard) == 10);  // 10 points on the line, a quarter rounded down
  // The last part takes the remainder.
  REQUIRE(fixture.give_back("s", "a", {{1, 4}}));
  CHECK(fixture.safe(kCard) == 2);
}

TEST_CASE("quantities are cumulative: saying it again under another id changes nothing") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000, 2)}));
  REQUIRE(fixture.give_back("r", "a", {{1, 1}}));
  const auto before = fixture.wallets(kCard);
  const auto same_id = fixture.give_back("r", "a", {{1, 1}});
  REQUIRE(same_id);
  CHECK(same_id->is_repeat);
  const auto other_id = fixture.give_back("s", "a", {{1, 1}});
  REQUIRE(other_id);
  CHECK(other_id->entry.sale_return().refund() == 0);
  CHECK(fixture.wallets(kCard) == before);
}

TEST_CASE("more than was sold cannot come back") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000, 2)}));
  const auto more = fixture.give_back("r", "a", {{1, 3}});
  REQUIRE(!more);
  CHECK(more.error().message == "line 1: 3 cannot come back, 2 were sold");
  CHECK(fixture.give_back("r", "a", {{2, 1}}).error().message == "the sale has no line 2");
  CHECK(fixture.give_back("r", "a", {{1, 1}, {1, 2}}).error().message == "line 1 is named twice");
  REQUIRE(fixture.give_back("r", "a", {{1, 2}}));
  CHECK(fixture.give_back("s", "a", {{1, 1}}).error().message == "line 1: 2 came back already");
  CHECK(fixture.give_back("s", "b", {{1, 1}}).error().code == Errc::not_found);
  CHECK(fixture.give_back("s", "r", {{1, 1}}).error().message.find("not a sale") !=
        std::string::npos);
}

TEST_CASE("what was spent comes back with its own dates") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("old", kCard, {fixture.line(3000)}));
  fixture.moment.today.days += 40;
  REQUIRE(fixture.sell("new", kCard, {fixture.line(4000)}));
  const auto before = fixture.wallets(kCard);
  REQUIRE(before[0].lots.size() == 2);
  fixture.moment.today.days += 1;
  REQUIRE(
      fixture.sell("a", kCard, {fixture.line(600, 2), fixture.line(400, 3)}, {{"five-off", 0}}));
  for (const auto& [id, line, quantity] :
       {std::tuple("r1", 2, 1), {"r2", 1, 1}, {"r3", 2, 3}, {"r4", 1, 2}}) {
    REQUIRE(fixture.give_back(id, "a", {{static_cast<std::size_t>(line), quantity}}));
  }
  CHECK(fixture.wallets(kCard) == before);
}

TEST_CASE("what was earned and spent elsewhere meanwhile becomes debt") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(5000)}));
  REQUIRE(fixture.sell("b", kCard, {fixture.line(500)}, {{"five-off", 0}}));
  CHECK(fixture.safe(kCard) == 0);
  const auto back = fixture.give_back("r", "a", {{1, 1}});
  REQUIRE(back);
  CHECK(back->entry.sale_return().debts(0).amount() == 50);
  CHECK(fixture.unit(kCard, "points").wallet.debt == 50);
  REQUIRE(fixture.sell("c", kCard, {fixture.line(6000)}));
  CHECK(fixture.safe(kCard) == 10);
}

TEST_CASE("taking back prefers the sale's own lot, then the soonest to expire") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000)}));
  fixture.moment.today.days += 1;
  REQUIRE(fixture.sell("b", kCard, {fixture.line(2000)}));
  REQUIRE(fixture.give_back("r", "b", {{1, 1}}));
  const auto wallets = fixture.wallets(kCard);
  REQUIRE(wallets.size() == 1);
  REQUIRE(wallets[0].lots.size() == 1);
  CHECK(wallets[0].lots[0].available_from.days == fixture.moment.today.days - 1);
}

TEST_CASE("pending units are taken back before anything is owed") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000, 1, "COFFEE")}));
  CHECK(fixture.unit(kCard, "stamps").pending == 4);
  REQUIRE(fixture.give_back("r", "a", {{1, 1}}));
  CHECK(fixture.wallets(kCard).empty());
}

TEST_CASE("a void undoes the whole sale, on its own day, once") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("0", kCard, {fixture.line(9000)}));
  const auto before = fixture.wallets(kCard);
  REQUIRE(
      fixture.sell("a", kCard, {fixture.line(900, 3), fixture.line(100, 0)}, {{"five-off", 0}}));
  fixture.moment.today.days += 1;
  CHECK(fixture.undo("v", "a").error().message.find("same day") != std::string::npos);
  fixture.moment.today.days -= 1;
  const auto undone = fixture.undo("v", "a");
  REQUIRE(undone);
  CHECK(undone->entry.sale_void().refund() == 500);
  CHECK(fixture.wallets(kCard) == before);
  CHECK(fixture.undo("w", "a").error().message == "this sale was voided already");
  CHECK(fixture.undo("w", "v").error().message.find("not a sale but a void") != std::string::npos);
  CHECK(fixture.give_back("r", "a", {{1, 1}}).error().message ==
        "this sale was voided; nothing of it can come back");
  REQUIRE(fixture.sell("b", kCard, {fixture.line(900, 3)}));
  REQUIRE(fixture.give_back("r", "b", {{1, 1}}));
  CHECK(fixture.undo("w", "b").error().message == "something of this sale came back already");
}

TEST_CASE("a programme's grace lets given-back units live on, and shortens no life") {
  std::string programme = testing::kProgramme;
  const std::string months = "expires_after_months = 12";
  programme.replace(programme.find(months), months.size(), months + "\nreturn_grace_days = 30");
  StoreFixture fixture({}, programme);
  const Date earned = fixture.moment.today;
  const Date expires = add_months(earned, 12);
  REQUIRE(fixture.sell("a", kCard, {fixture.line(10'000)}));
  REQUIRE(fixture.sell("b", kCard, {fixture.line(500)}, {{"five-off", 0}}));
  REQUIRE(fixture.give_back("r", "b", {{1, 1}}));
  const auto lots = fixture.unit(kCard, "points").wallet.lots;
  REQUIRE(lots.size() == 1);
  CHECK(lots[0].expires_on == expires);  // far enough away

  fixture.moment.today = expires + std::chrono::days(-2);
  REQUIRE(fixture.sell("c", kCard, {fixture.line(500)}, {{"five-off", 0}}));
  fixture.moment.today = expires + std::chrono::days(5);
  REQUIRE(fixture.give_back("s", "c", {{1, 1}}));
  CHECK(fixture.safe(kCard) == 50);
  const auto late = fixture.unit(kCard, "points").wallet.lots;
  REQUIRE(!late.empty());
  CHECK(late.back().expires_on == fixture.moment.today + std::chrono::days(30));
}

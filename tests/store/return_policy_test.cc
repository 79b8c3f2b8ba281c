// SPDX-License-Identifier: Apache-2.0
#include "store/explain.h"
#include "store/programme_file.h"
#include "store/rebuild.h"
#include "store/taking_back.h"
#include "tests/store/store_fixture.h"

using namespace loyald;
using loyald::testing::StoreFixture;
using programme::ReturnPolicy;

namespace {

const std::string kCard = "0420000000010";
constexpr Quantity kLimit = 40;

// One unit of each policy, earned and spent alike.
constexpr const char* kPolicies = R"(
name = "Policies"
currency = "EUR"
unit = [
  { id = "owed", return_policy = "allow_debt" },
  { id = "limited", return_policy = "allow_debt", debt_limit = 40 },
  { id = "within", return_policy = "within_balance" },
  { id = "pending", return_policy = "pending_only", pending_days = 5, expires_after_days = 90 },
  { id = "charged", return_policy = "charge_customer", charge = { quantity = 3, money = 10 } },
]
earn = [
  { id = "a", unit = "owed", quantity = 1, per = 100 },
  { id = "b", unit = "limited", quantity = 1, per = 100 },
  { id = "c", unit = "within", quantity = 1, per = 100 },
  { id = "d", unit = "pending", quantity = 1, per = 100 },
  { id = "e", unit = "charged", quantity = 1, per = 100 },
]
reward = [
  { id = "use-a", unit = "owed", points_as_money = { cost = 1, value = 1 } },
  { id = "use-b", unit = "limited", points_as_money = { cost = 1, value = 1 } },
  { id = "use-c", unit = "within", points_as_money = { cost = 1, value = 1 } },
  { id = "use-d", unit = "pending", points_as_money = { cost = 1, value = 1 } },
  { id = "use-e", unit = "charged", points_as_money = { cost = 1, value = 1 } },
]
)";

// A customer who earned 50 of each on `sale` and spent them, as far as they could.
struct Spent {
  Spent() : fixture(RedeemPolicy{}, kPolicies) {
    REQUIRE(fixture.sell("sale", kCard, {fixture.line(5000, 5)}));
    std::vector<programme::RewardChoice> choices;
    for (const char* reward : {"use-a", "use-b", "use-c", "use-e"}) choices.push_back({reward, 50});
    REQUIRE(fixture.sell("use", kCard, {fixture.line(200)}, choices));
  }
  v1::SaleReturn give_back(std::int64_t quantity) {
    const auto back = fixture.give_back("r" + std::to_string(quantity), "sale", {{1, quantity}});
    REQUIRE(back);
    return back->entry.sale_return();
  }
  Quantity debt(const std::string& unit) { return wallet_of(fixture.wallets(kCard), unit).debt; }
  StoreFixture fixture;
};

std::vector<v1::Untaken> untaken(const v1::SaleReturn& made, const std::string& unit) {
  std::vector<v1::Untaken> found;
  for (const v1::Untaken& each : made.untaken()) {
    if (each.unit() == unit) found.push_back(each);
  }
  return found;
}

}  // namespace

TEST_CASE("what is gone is owed, up to the limit; what is beyond is left and recorded") {
  Spent shop;
  CHECK(untaken(shop.give_back(3), "limited").empty());
  CHECK(shop.debt("limited") == 30);
  const auto left = untaken(shop.give_back(5), "limited");
  CHECK(shop.debt("limited") == kLimit);
  REQUIRE(left.size() == 1);
  CHECK(left[0].quantity() == 10);
  CHECK(left[0].policy() == "allow_debt");
  CHECK(left[0].charged() == 0);
  CHECK(shop.debt("owed") == 50);
}

TEST_CASE("the limit is of all that one return leaves owed, whatever rules gave it") {
  std::string two = kPolicies;
  const std::string rule = "{ id = \"b\", unit = \"limited\", quantity = 1, per = 100 },";
  two.insert(two.find(rule), "{ id = \"b2\", unit = \"limited\", quantity = 1, per = 100 },\n  ");
  StoreFixture fixture(RedeemPolicy{}, two);
  REQUIRE(fixture.sell("sale", kCard, {fixture.line(3000)}));
  REQUIRE(fixture.sell("use", kCard, {fixture.line(60)}, {{"use-b", 60}}));
  REQUIRE(fixture.give_back("r", "sale", {{1, 1}}));
  CHECK(wallet_of(fixture.wallets(kCard), "limited").debt == kLimit);
}

TEST_CASE("within_balance takes only what the member has") {
  Spent shop;
  REQUIRE(shop.fixture.sell("later", kCard, {shop.fixture.line(700)}));
  const auto left = untaken(shop.give_back(1), "within");
  REQUIRE(left.size() == 1);
  CHECK(left[0].quantity() == 3);
  CHECK(left[0].policy() == "within_balance");
  CHECK(shop.debt("within") == 0);
  CHECK(wallet_of(shop.fixture.wallets(kCard), "within").lots.empty());
}

TEST_CASE("pending_only takes the sale's own units while they are pending, and no others") {
  Spent shop;
  CHECK(untaken(shop.give_back(1), "pending").empty());
  CHECK(shop.fixture.unit(kCard, "pending").pending == 40);
  shop.fixture.moment.today.days += 5;
  REQUIRE(shop.fixture.sell("later", kCard, {shop.fixture.line(9000)}));
  const auto left = untaken(shop.give_back(5), "pending");
  REQUIRE(left.size() == 1);
  CHECK(left[0].quantity() == 40);
  CHECK(shop.fixture.unit(kCard, "pending").safe_to_spend == 40);
  CHECK(shop.fixture.unit(kCard, "pending").pending == 90);
}

TEST_CASE("charge_customer deducts what gone units are worth, never more than is handed back") {
  Spent shop;
  const auto once = shop.give_back(1);  // 10 units: 33.3 cents
  REQUIRE(untaken(once, "charged").size() == 1);
  CHECK(untaken(once, "charged")[0].charged() == 33);
  CHECK(once.charged() == 33);
  CHECK(once.refund() == 1000 - 33);
  CHECK(once.lines(0).refund() == 1000);
  CHECK(shop.debt("charged") == 0);

  // Goods that cost nothing any more, and whose units are gone.
  std::string dear = kPolicies;
  const std::string price = "{ quantity = 3, money = 10 }";
  dear.replace(dear.find(price), price.size(), "{ quantity = 1, money = 100000 }");
  StoreFixture fixture(RedeemPolicy{}, dear);
  REQUIRE(fixture.sell("sale", kCard, {fixture.line(5000)}));
  REQUIRE(fixture.sell("use", kCard, {fixture.line(50)}, {{"use-e", 50}}));
  const auto back = fixture.give_back("r", "sale", {{1, 1}});
  REQUIRE(back);
  const auto left = untaken(back->entry.sale_return(), "charged");
  REQUIRE(left.size() == 1);
  CHECK(left[0].quantity() == 50);
  CHECK(left[0].charged() == 0);
  CHECK(back->entry.sale_return().refund() == 5000);
}

TEST_CASE("whether owed, left or charged, an explanation says so") {
  Spent shop;
  const auto back = shop.fixture.give_back("r", "sale", {{1, 5}});
  REQUIRE(back);
  const auto programme = parse_programme(kPolicies, "test");
  REQUIRE(programme);
  std::string text;
  for (const std::string& line : explain(back->entry, &*programme)) text += line + "\n";
  for (const char* says :
       {"To hand back: 48.34 EUR, what was paid for it less 1.66 EUR that are deducted.",
        "50 owed had been spent already and are owed.",
        "40 limited had been spent already and are owed.",
        "10 limited should have been taken back and were left (return_policy allow_debt).",
        "50 charged had been spent already; 1.66 EUR are deducted for them"}) {
    CAPTURE(says);
    CAPTURE(text);
    CHECK(text.find(says) != std::string::npos);
  }
}

// Of any wallet, any amount and any price.
TEST_CASE(
    "what is taken, owed and left is exactly what was asked for, and charged in no favour of "
    "ours") {
  SeededRandom random(1);
  const auto any = [&](std::uint64_t below) {
    return static_cast<std::int64_t>(random.below(below));
  };
  for (int i = 0; i < 20'000; ++i) {
    const Date day{20'000};
    programme::Wallet wallet{"u", {}, any(3) == 0 ? any(60) : 0};
    for (std::int64_t lots = any(4); lots > 0; --lots) {
      const Date from{static_cast<std::int32_t>(19'995 + any(10))};
      REQUIRE(programme::add(wallet, {from, from + std::chrono::days(1 + any(10)), 1 + any(40)}));
    }
    programme::Unit unit{"u", "u", 0, 0, 0};
    unit.return_policy = static_cast<ReturnPolicy>(any(4));
    unit.debt_limit = any(2) == 0 ? 0 : 1 + any(100);
    unit.charge = {1 + any(7), Money{1 + any(7)}};
    programme::Lot given{day, day + std::chrono::days(5), 1 + any(100)};
    if (!wallet.lots.empty() && any(2) == 0) {
      given.available_from = wallet.lots[0].available_from;
      given.expires_on = wallet.lots[0].expires_on;
    }
    const std::int64_t refund = any(50);
    const TakenBack back = take_back({wallet, wallet}, given, day, unit, refund);
    Quantity all = back.owed;
    for (const programme::Lot& lot : back.lots) {
      all += lot.amount;
      programme::Wallet after = wallet;
      REQUIRE(programme::add(after, {lot.available_from, lot.expires_on, -lot.amount}));
      for (const programme::Lot& left : after.lots) CHECK(left.amount > 0);
      if (unit.return_policy == ReturnPolicy::pending_only) CHECK(lot.available_from > day);
    }
    std::int64_t charged = 0;
    for (const UntakenUnits& each : back.untaken) {
      CHECK(each.quantity > 0);
      all += each.quantity;
      charged += each.charged;
      CHECK(each.charged * unit.charge.quantity <= each.quantity * unit.charge.money.minor);
    }
    CHECK(all == given.amount);
    CHECK(charged <= refund);
    if (unit.return_policy != ReturnPolicy::charge_customer) CHECK(charged == 0);
    if (unit.return_policy != ReturnPolicy::allow_debt) CHECK(back.owed == 0);
    if (back.owed > 0 && unit.debt_limit > 0) CHECK(wallet.debt + back.owed <= unit.debt_limit);
  }
}

namespace {

// Random sales, uses, returns and voids of one customer.
void random_step(StoreFixture& fixture, SeededRandom& random, int number,
                 std::vector<std::vector<std::int64_t>>& sold) {
  const std::string id = std::to_string(number);
  if (random.below(3) == 0) fixture.moment.today.days += static_cast<int>(random.below(6));
  if (sold.empty() || random.below(2) == 0) {
    std::vector<programme::BasketLine> lines;
    std::vector<std::int64_t> quantities;
    for (std::uint64_t i = 0; i <= random.below(3); ++i) {
      quantities.push_back(static_cast<std::int64_t>(1 + random.below(4)));
      lines.push_back(
          fixture.line(static_cast<std::int64_t>(random.below(3000)), quantities.back()));
    }
    std::vector<programme::RewardChoice> choices;
    for (const char* reward : {"use-a", "use-b", "use-c", "use-d", "use-e"}) {
      if (random.below(2) == 0) choices.push_back({reward, 0});
    }
    while (!fixture.sell("s" + std::to_string(sold.size()), kCard, lines, choices)) {
      REQUIRE(!choices.empty());
      choices.pop_back();
    }
    sold.push_back(quantities);
    return;
  }
  const std::uint64_t sale = random.below(sold.size());
  const std::string name = "s" + std::to_string(sale);
  if (random.below(5) == 0) {
    (void)fixture.undo("v" + id, name);
    return;
  }
  const std::size_t line = random.below(sold[sale].size());
  const auto most = static_cast<std::uint64_t>(sold[sale][line]);
  const auto quantity = static_cast<std::int64_t>(random.below(most + 1));
  const auto back = fixture.give_back("r" + id, name, {{line + 1, quantity}});
  if (!back) return;
  const v1::SaleReturn& made = back->entry.sale_return();
  std::int64_t charged = 0;
  for (const v1::Untaken& untaken : made.untaken()) charged += untaken.charged();
  std::int64_t gross = 0;
  for (const v1::ReturnedLine& returned : made.lines()) gross += returned.refund();
  CHECK(made.charged() == charged);
  CHECK(made.refund() == gross - charged);
  CHECK(made.refund() >= 0);
}

}  // namespace

TEST_CASE("debt never exceeds its limit, and only a policy that allows it makes any") {
  constexpr int kSeeds = 20;
  constexpr int kSteps = 60;
  for (int seed = 0; seed < kSeeds; ++seed) {
    CAPTURE(seed);
    StoreFixture fixture(RedeemPolicy{}, kPolicies);
    SeededRandom random(static_cast<std::uint64_t>(seed));
    std::vector<std::vector<std::int64_t>> sold;
    for (int i = 0; i < kSteps; ++i) {
      CAPTURE(i);
      random_step(fixture, random, i, sold);
      for (const programme::Wallet& wallet : fixture.wallets(kCard)) {
        CAPTURE(wallet.unit);
        CHECK(wallet.debt >= 0);
        if (wallet.unit == "limited") CHECK(wallet.debt <= kLimit);
        if (wallet.unit != "limited" && wallet.unit != "owed") CHECK(wallet.debt == 0);
        for (const programme::Lot& lot : wallet.lots) CHECK(lot.amount > 0);
        // Nothing that could be spent stands beside what is owed.
        if (wallet.debt == 0) continue;
        CHECK(programme::choose(wallet, fixture.moment.today, 1).empty());
      }
    }
    const auto expected = wallets_from_journal(fixture.store->books());
    REQUIRE(expected);
    CHECK(compare_ledger(fixture.store->books().wallets, *expected).different == 0);
  }
}

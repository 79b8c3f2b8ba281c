// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "store/rebuild.h"
#include "store/return_code.h"
#include "store/returnable_sale.h"
#include "store/reversal.h"
#include "tests/store/everything.h"
#include "tests/store/store_fixture.h"

// Undoing a sale under a programme with every kind of rule and reward: all whose units it changed
// have afterwards what they had before, dates included.

using namespace loyald;
using loyald::testing::kEverything;
using loyald::testing::StoreFixture;

namespace {

const std::string kFriend = "0420000000010";  // was referred
const std::string kReferrer = "0420000000027";
constexpr int kSeeds = 60;

// What everybody has, but for the tickets drawn.
struct Everybody {
  std::vector<programme::Wallet> member;
  std::vector<programme::Wallet> referrer;
  std::vector<programme::Wallet> store;
  friend bool operator==(const Everybody&, const Everybody&) = default;
};

class Shop {
 public:
  explicit Shop(std::uint64_t seed) : fixture(RedeemPolicy{}, kEverything), random(seed) {
    enrol("r", kReferrer, std::nullopt);
    enrol("f", kFriend, StoreFixture::card(kReferrer));
    REQUIRE(fixture.commit([&] {
      return fixture.store->change_stock(fixture.moment,
                                         {fixture.origin("stock"), "bags", 30, "delivered"});
    }));
    const int early = 3 + static_cast<int>(random.below(5));  // not the same ticket each time
    for (int i = 0; i < early; ++i) {
      sell("early" + std::to_string(i));
      fixture.moment.today.days += static_cast<int>(random.below(25));
    }
  }

  std::vector<programme::BasketLine> basket() {
    std::vector<programme::BasketLine> lines;
    for (std::uint64_t i = 0; i <= random.below(4); ++i) {
      lines.push_back(StoreFixture::line(static_cast<std::int64_t>(1 + random.below(4000)),
                                         static_cast<std::int64_t>(1 + random.below(5)),
                                         random.below(2) == 0 ? "COFFEE" : "FOOD"));
    }
    return lines;
  }

  // With as many of the rewards as are possible.
  Recorded sell(const std::string& id) {
    const auto lines = basket();
    std::vector<programme::RewardChoice> choices;
    for (const char* reward : {"five-off", "ten", "swap", "bag", "pay"}) {
      if (random.below(2) == 0) choices.push_back({reward, 0});
    }
    for (;; choices.pop_back()) {
      auto sold = fixture.sell(id, kFriend, lines, choices);
      if (sold) return *std::move(sold);
      REQUIRE(!choices.empty());
    }
  }

  Everybody everybody() {
    Everybody all{fixture.wallets(kFriend), fixture.wallets(kReferrer),
                  fixture.store->books().wallets.read(owner_of_store(7))};
    std::erase_if(all.store, [](const programme::Wallet& wallet) {
      return wallet.unit == "tickets" || wallet.unit == "prizes";
    });
    return all;
  }

  void check_rebuild() {
    const auto expected = wallets_from_journal(fixture.store->books());
    REQUIRE(expected);
    CHECK(compare_ledger(fixture.store->books().wallets, *expected).different == 0);
  }

  StoreFixture fixture;
  SeededRandom random;

 private:
  void enrol(const std::string& id, const std::string& card, std::optional<Identifier> by) {
    EnrolRequest request{fixture.origin(id), card, {}, by};
    REQUIRE(fixture.commit([&] { return fixture.store->enrol(fixture.moment, request); }));
  }
};

// Returns everything, a random part at a time, each part twice under different ids.
std::int64_t return_all(Shop& shop, const v1::Sale& sale) {
  std::vector<std::int64_t> returned(static_cast<std::size_t>(sale.lines_size()));
  std::int64_t refunded = 0;
  for (int part = 0;; ++part) {
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < returned.size(); ++i) {
      if (returned[i] < sale.lines(static_cast<int>(i)).quantity()) open.push_back(i);
    }
    if (open.empty()) return refunded;
    const std::size_t line = open[shop.random.below(open.size())];
    const std::int64_t left = sale.lines(static_cast<int>(line)).quantity() - returned[line];
    returned[line] +=
        1 + static_cast<std::int64_t>(shop.random.below(static_cast<std::uint64_t>(left)));
    const std::vector<ReturnedQuantity> lines{{line + 1, returned[line]}};
    const auto back = shop.fixture.give_back("part" + std::to_string(part), "sale", lines);
    REQUIRE(back);
    CHECK(back->entry.sale_return().untaken().empty());
    refunded += back->entry.sale_return().refund();
    const Everybody before = shop.everybody();
    const auto again = shop.fixture.give_back("again" + std::to_string(part), "sale", lines);
    REQUIRE(again);
    CHECK(again->entry.sale_return().refund() == 0);
    CHECK(shop.everybody() == before);
  }
}

std::int64_t paid(const v1::Sale& sale) {
  std::int64_t sum = 0;
  for (const v1::BasketLine& line : sale.lines()) sum += line.amount();
  for (const v1::LineOutcome& outcome : sale.outcomes()) sum -= outcome.discount();
  return sum;
}

Quantity held(const std::vector<programme::Wallet>& wallets, const std::string& unit) {
  Quantity sum = 0;
  for (const programme::Lot& lot : wallet_of(wallets, unit).lots) sum += lot.amount;
  return sum;
}

}  // namespace

TEST_CASE("what a receipt's code says of a sale is enough to undo any part of it") {
  std::size_t coded = 0;
  for (int seed = 0; seed < kSeeds; ++seed) {
    CAPTURE(seed);
    Shop shop(static_cast<std::uint64_t>(seed));
    Books& books = shop.fixture.store->books();
    const Recorded sold = shop.sell("sale");
    const std::string code = return_code(books, sold);
    const auto read = read_return_code(books, code);
    REQUIRE(read);
    CHECK(read->place == books.own_sale(sold.seq));
    CHECK(read->hash == sold.hash);
    coded += code.size();
    const SaleOwners owners = owners_of(sold.entry);
    CHECK(owners_of(read->entry).member == owners.member);
    CHECK(owners_of(read->entry).referrer == owners.referrer);
    CHECK(owners_of(read->entry).store == owners.store);
    std::vector<ReturnStep> steps;
    std::vector<std::int64_t> before;
    const bool is_whole = shop.random.below(2) == 0;
    for (const v1::BasketLine& line : sold.entry.sale().lines()) {
      const auto left = static_cast<std::uint64_t>(line.quantity());
      before.push_back(is_whole ? 0 : static_cast<std::int64_t>(shop.random.below(left)));
      steps.push_back({before.size() - 1, before.back(), line.quantity(), line.quantity()});
      if (!is_whole && shop.random.below(2) == 0) steps.pop_back();
    }
    const auto undone = [&](const v1::JournalEntry& sale) {
      OwnedWallets wallets;
      for (const MemberId& owner : {owners.member, owners.referrer, owners.store}) {
        wallets[owner] = books.wallets.read(owner);
      }
      const Date day = shop.fixture.moment.today;
      const auto programme = books.programmes.version(sale.sale().programme_version())->programme;
      const auto reversal = reverse(sale.sale(), steps,
                                    {owners,
                                     wallets,
                                     wallets,
                                     day,
                                     {sale.business_date()},
                                     before,
                                     programme.get(),
                                     is_whole});
      REQUIRE(reversal);
      v1::JournalEntry made;  // compared as what an entry would say
      v1::SaleReturn& said = *made.mutable_sale_return();
      *said.mutable_changes() = reversal->own.changes();
      *said.mutable_debts() = reversal->own.debts();
      for (const v1::OwnedChanges& other : reversal->others) *made.add_others() = other;
      said.set_refund(reversal->refund);
      said.mutable_lines()->Assign(reversal->lines.begin(), reversal->lines.end());
      return made.DebugString();
    };
    CHECK(undone(sold.entry) == undone(read->entry));
  }
  MESSAGE("codes of sales with up to 4 lines under every kind of rule: ",
          coded / static_cast<std::size_t>(kSeeds), " characters on average");
}

TEST_CASE("whatever the programme: returning all in any parts, or a void, restores everybody") {
  std::set<int> credits;
  std::set<int> spendings;
  for (int seed = 0; seed < kSeeds; ++seed) {
    CAPTURE(seed);
    Shop shop(static_cast<std::uint64_t>(seed));
    const Everybody before = shop.everybody();
    const Recorded sold = shop.sell("sale");
    const v1::Sale& sale = sold.entry.sale();
    for (const v1::RuleOutcome& rule : sale.rules()) {
      if (rule.quantity() > 0) credits.insert(rule.credit());
    }
    for (const v1::RewardOutcome& reward : sale.rewards()) spendings.insert(reward.spending());
    CHECK(shop.everybody() != before);
    if (seed % 3 == 0) {
      const auto undone = shop.fixture.undo("void", "sale");
      REQUIRE(undone);
      CHECK(undone->entry.sale_void().refund() == paid(sale));
    } else {
      shop.fixture.moment.today.days += static_cast<int>(shop.random.below(3));
      CHECK(return_all(shop, sale) == paid(sale));
    }
    const Everybody after = shop.everybody();
    CHECK(after.member == before.member);
    CHECK(after.referrer == before.referrer);
    CHECK(after.store == before.store);
    shop.check_rebuild();
  }
  // All kinds were there.
  CHECK(credits.size() == 10);
  CHECK(spendings.size() == 6);
}

TEST_CASE("a drawn ticket stays drawn, the prize goes back") {
  Shop shop(1);
  const MemberId store = owner_of_store(7);
  bool won = false;
  for (int i = 0; i < 20 && !won; ++i) {
    const std::string id = "draw" + std::to_string(i);
    const auto wallets = [&] { return shop.fixture.store->books().wallets.read(store); };
    const Quantity tickets = held(wallets(), "tickets");
    const Quantity prizes = held(wallets(), "prizes");
    const Quantity had = held(shop.fixture.wallets(kFriend), "prize");
    shop.sell(id);
    won = held(shop.fixture.wallets(kFriend), "prize") > had;
    REQUIRE(shop.fixture.undo("undo" + id, id));
    CHECK(held(wallets(), "tickets") == tickets + 1);
    CHECK(held(wallets(), "prizes") == prizes + (won ? 1 : 0));
    CHECK(held(shop.fixture.wallets(kFriend), "prize") == had);
  }
  CHECK(won);
}

TEST_CASE("a referrer's bonus is taken from the referrer, and owed by them where it is gone") {
  Shop shop(2);
  const Quantity had = held(shop.fixture.wallets(kReferrer), "points");
  REQUIRE(shop.fixture.sell("sale", kFriend, {StoreFixture::line(10'000)}));
  const Quantity all = held(shop.fixture.wallets(kReferrer), "points");
  REQUIRE(all == had + 60);
  AdjustRequest adjust{shop.fixture.origin("gone"), StoreFixture::card(kReferrer), "points", -all,
                       "spent"};
  REQUIRE(
      shop.fixture.commit([&] { return shop.fixture.store->adjust(shop.fixture.moment, adjust); }));
  const Quantity members = held(shop.fixture.wallets(kFriend), "points");
  const auto back = shop.fixture.give_back("back", "sale", {{1, 1}});
  REQUIRE(back);
  CHECK(back->entry.sale_return().debts().empty());
  CHECK(wallet_of(shop.fixture.wallets(kReferrer), "points").debt == 60);
  CHECK(wallet_of(shop.fixture.wallets(kFriend), "points").debt == 0);
  CHECK(held(shop.fixture.wallets(kFriend), "points") < members);
  shop.check_rebuild();
}

TEST_CASE("what a renewal moved and was spent since is neither owed nor given back") {
  Shop shop(3);
  auto& today = shop.fixture.moment.today;
  today.days += 200;  // nothing of the streak is left
  REQUIRE(shop.fixture.sell("one", kFriend, {StoreFixture::line(100)}));
  const auto before = wallet_of(shop.fixture.wallets(kFriend), "streak");
  today.days += 31;
  REQUIRE(shop.fixture.sell("two", kFriend, {StoreFixture::line(100)}));
  CHECK(shop.fixture.unit(kFriend, "streak").safe_to_spend == 2);
  AdjustRequest adjust{shop.fixture.origin("one-less"), StoreFixture::card(kFriend), "streak", -1,
                       "spent"};
  REQUIRE(
      shop.fixture.commit([&] { return shop.fixture.store->adjust(shop.fixture.moment, adjust); }));
  REQUIRE(shop.fixture.undo("void", "two"));
  const auto after = wallet_of(shop.fixture.wallets(kFriend), "streak");
  CHECK(after.debt == 0);
  CHECK(shop.fixture.unit(kFriend, "streak").safe_to_spend == 0);
  CHECK(before.lots.size() == after.lots.size() + 1);
}

TEST_CASE("a held tier that is gone already is not owed") {
  Shop shop(4);
  auto& today = shop.fixture.moment.today;
  today.days += 1;
  REQUIRE(shop.fixture.sell("sale", kFriend, {StoreFixture::line(100)}));
  const Quantity gold = shop.fixture.unit(kFriend, "gold").safe_to_spend;
  REQUIRE(gold > 0);
  AdjustRequest adjust{shop.fixture.origin("gone"), StoreFixture::card(kFriend), "gold", -gold,
                       "cancelled"};
  REQUIRE(
      shop.fixture.commit([&] { return shop.fixture.store->adjust(shop.fixture.moment, adjust); }));
  REQUIRE(shop.fixture.undo("void", "sale"));
  CHECK(wallet_of(shop.fixture.wallets(kFriend), "gold").debt == 0);
}

TEST_CASE("what a referrer gets pays neither for the member's card nor with the member's refund") {
  StoreFixture fixture(RedeemPolicy{}, R"(
name = "Friends"
currency = "EUR"
unit = [
  { id = "stamps", return_policy = "charge_customer", charge = { quantity = 1, money = 10 } },
  { id = "coffee" },
]
earn = [
  { id = "own", unit = "stamps", quantity = 1, counts = "items" },
  { id = "friend", unit = "stamps", quantity = 10, counts = "visits", gives_to = "referrer" },
]
[[reward]]
id = "card"
unit = "stamps"
voucher = { cost = 10, gives = "coffee", automatic = true }
)");
  for (const auto& [id, card] : {std::pair{"r", kReferrer}, std::pair{"f", kFriend}}) {
    EnrolRequest request{fixture.origin(id), card, {}};
    if (card == kFriend) request.referred_by = StoreFixture::card(kReferrer);
    REQUIRE(fixture.commit([&] { return fixture.store->enrol(fixture.moment, request); }));
  }
  REQUIRE(fixture.sell("sale", kFriend, {StoreFixture::line(1000, 10)}));
  CHECK(held(fixture.wallets(kFriend), "coffee") == 1);
  AdjustRequest adjust{fixture.origin("gone"), StoreFixture::card(kReferrer), "stamps", -10,
                       "spent"};
  REQUIRE(fixture.commit([&] { return fixture.store->adjust(fixture.moment, adjust); }));
  const auto back = fixture.give_back("back", "sale", {{1, 1}});
  REQUIRE(back);
  CHECK(held(fixture.wallets(kFriend), "coffee") == 0);
  CHECK(held(fixture.wallets(kFriend), "stamps") == 9);
  CHECK(back->entry.sale_return().refund() == 100);
  CHECK(back->entry.sale_return().untaken().empty());
  CHECK(wallet_of(fixture.wallets(kReferrer), "stamps").debt == 0);
}

// SPDX-License-Identifier: Apache-2.0
#include "store/rebuild.h"
#include "tests/store/store_fixture.h"

// Random registers on a real store, against the promises: exactly once, balance = sum of entries,
// what is returned is as if it had never been sold.

using namespace loyald;
using loyald::testing::StoreFixture;

namespace {

constexpr int kSeeds = 25;
constexpr int kSteps = 60;

class RandomRegister {
 public:
  RandomRegister(StoreFixture& fixture, std::uint64_t seed) : fixture_(fixture), random_(seed) {}

  void step(int number) {
    fixture_.moment.now.ms += static_cast<std::int64_t>(random_.below(100'000));
    if (random_.below(6) == 0) fixture_.moment.today.days += static_cast<int>(random_.below(40));
    const std::string id = "op" + std::to_string(number);
    switch (random_.below(8)) {
      case 0:
        return give_back(id);
      case 1:
        return undo(id);
      case 2:
        return again();
      case 3:
        return fixture_.open();
      default:
        return sell(id);
    }
  }

 private:
  std::string card() { return "04200000000" + std::to_string(10 + random_.below(3)); }

  void sell(const std::string& id) {
    std::vector<programme::BasketLine> lines;
    for (std::uint64_t i = 0; i <= random_.below(5); ++i) {
      lines.push_back(fixture_.line(static_cast<std::int64_t>(random_.below(9000)),
                                    static_cast<std::int64_t>(random_.below(4)),
                                    random_.below(3) == 0 ? "COFFEE" : "FOOD"));
    }
    std::vector<programme::RewardChoice> choices;
    if (random_.below(3) == 0) choices.push_back({"pay", 0});
    if (random_.below(4) == 0) choices.push_back({"five-off", 0});
    CheckoutRequest request{fixture_.origin(id), StoreFixture::card(card()), {lines}, choices};
    const auto sold =
        fixture_.commit([&] { return fixture_.store->checkout(fixture_.moment, request); });
    if (sold) sales_.push_back(request);
  }

  void give_back(const std::string& id) {
    if (sales_.empty()) return;
    const CheckoutRequest& sale = sales_[random_.below(sales_.size())];
    const std::size_t line = random_.below(sale.basket.lines.size());
    const auto sold = static_cast<std::uint64_t>(sale.basket.lines[line].quantity);
    (void)fixture_.give_back(id, sale.origin.op_id,
                             {{line + 1, static_cast<std::int64_t>(random_.below(sold + 1))}});
  }

  void undo(const std::string& id) {
    if (sales_.empty()) return;
    (void)fixture_.undo(id, sales_[random_.below(sales_.size())].origin.op_id);
  }

  // A register that did not hear the answer says it again.
  void again() {
    if (sales_.empty()) return;
    const CheckoutRequest& sale = sales_[random_.below(sales_.size())];
    const Seq head = fixture_.store->books().journal.head().seq;
    CheckoutRequest request = sale;
    const auto repeated =
        fixture_.commit([&] { return fixture_.store->checkout(fixture_.moment, request); });
    REQUIRE(repeated);
    CHECK(repeated->is_repeat);
    CHECK(fixture_.store->books().journal.head().seq == head);
  }

  StoreFixture& fixture_;
  SeededRandom random_;
  std::vector<CheckoutRequest> sales_;
};

}  // namespace

TEST_CASE("no sequence of operations makes a wallet differ from its rebuild") {
  for (int seed = 0; seed < kSeeds; ++seed) {
    CAPTURE(seed);
    StoreFixture fixture;
    RandomRegister at(fixture, static_cast<std::uint64_t>(seed));
    for (int i = 0; i < kSteps; ++i) at.step(i);
    Books& books = fixture.store->books();
    const auto expected = wallets_from_journal(books);
    REQUIRE(expected);
    CHECK(compare_ledger(books.wallets, *expected).different == 0);
    // At a store alone nothing is spent that is not there.
    for (const auto& [member, wallets] : *expected) {
      for (const programme::Wallet& wallet : wallets) {
        CHECK(wallet.debt >= 0);
        for (const programme::Lot& lot : wallet.lots) CHECK(lot.amount > 0);
      }
    }
  }
}

TEST_CASE("returning everything, in any order of parts, restores the wallets, dates included") {
  for (int seed = 0; seed < kSeeds; ++seed) {
    CAPTURE(seed);
    SeededRandom random(static_cast<std::uint64_t>(seed));
    StoreFixture fixture;
    const std::string card = "0420000000010";
    for (int i = 0; i < 3; ++i) {
      REQUIRE(fixture.sell("early" + std::to_string(i), card,
                           {fixture.line(3000 + static_cast<std::int64_t>(random.below(5000)))}));
      fixture.moment.today.days += static_cast<int>(random.below(60));
    }
    const auto before = fixture.wallets(card);
    std::vector<programme::BasketLine> lines;
    for (std::uint64_t i = 0; i <= random.below(4); ++i) {
      lines.push_back(fixture.line(static_cast<std::int64_t>(1 + random.below(4000)),
                                   static_cast<std::int64_t>(1 + random.below(5)),
                                   random.below(2) == 0 ? "COFFEE" : "FOOD"));
    }
    const auto sold = fixture.sell("sale", card, lines, {{"pay", 0}});
    REQUIRE(sold);
    const v1::Sale& sale = sold->entry.sale();
    std::int64_t paid = 0;
    for (int i = 0; i < sale.lines_size(); ++i) {
      paid += sale.lines(i).amount() - sale.outcomes(i).discount();
    }

    std::vector<std::int64_t> returned(lines.size());
    std::int64_t refunded = 0;
    for (int part = 0; returned.size() > 0; ++part) {
      std::vector<std::size_t> open;
      for (std::size_t i = 0; i < lines.size(); ++i) {
        if (returned[i] < lines[i].quantity) open.push_back(i);
      }
      if (open.empty()) break;
      const std::size_t line = open[random.below(open.size())];
      returned[line] += 1;
      const auto back =
          fixture.give_back("part" + std::to_string(part), "sale", {{line + 1, returned[line]}});
      REQUIRE(back);
      refunded += back->entry.sale_return().refund();
    }
    CHECK(refunded == paid);
    CHECK(fixture.wallets(card) == before);
  }
}

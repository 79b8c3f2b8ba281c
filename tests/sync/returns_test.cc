// SPDX-License-Identifier: Apache-2.0
// Goods that come back at another store than the one that sold them.
#include <map>

#include "store/rebuild.h"
#include "store/rebuild_derived.h"
#include "store/return_code.h"
#include "sync/headoffice/archive_check.h"
#include "tests/support/doctest.h"
#include "tests/sync/support/pair.h"
#include "tests/sync/support/postgres.h"

namespace loyald::testing {
namespace {

const std::string kCard = "420001";
constexpr std::uint64_t kSeeds = 25;
constexpr int kSteps = 60;
constexpr int kSalesBefore = 20;

struct Chain {
  Chain() {
    REQUIRE(office.publish("first"));
    for (Shop* shop : {&first, &second}) shop->open(now);
    sync_all();
  }

  void sync(Shop& shop) {
    now = now + std::chrono::hours(1);
    converse(shop, office, now);
  }
  // Twice, so that the first hears of what the second brought.
  void sync_all() {
    for (int round = 0; round < 2; ++round) {
      for (Shop* shop : {&first, &second}) sync(*shop);
    }
  }

  Recorded sell(Shop& shop, std::vector<std::pair<std::int64_t, std::int64_t>> lines) {
    CheckoutRequest request{shop.origin(), {IdentifierKind::card, kCard}, {}, {}};
    for (const auto& [amount, quantity] : lines) {
      programme::BasketLine line;
      line.sku = "4001";
      line.amount = {amount};
      line.quantity = quantity;
      request.basket.lines.push_back(line);
    }
    auto sold = shop.run([&] { return shop.store().checkout({now, kToday}, request); });
    REQUIRE(sold);
    return *std::move(sold);
  }

  Result<Recorded> bring(Shop& shop, const std::string& code, std::vector<ReturnedQuantity> lines) {
    const ReturnRequest request{shop.origin(), {}, std::move(lines), code};
    return shop.run([&] { return shop.store().return_sale({now, kToday}, request); });
  }

  std::map<std::string, std::string> exceptions() {
    std::map<std::string, std::string> found;
    for (const Exception& each : office.books().exceptions.newest(1000)) {
      found[each.code] += each.detail + "\n";
    }
    return found;
  }

  Quantity points(Books& books) {
    const auto found = books.find_member({IdentifierKind::card, kCard});
    REQUIRE(found);
    const programme::Wallet wallet = wallet_of(books.wallets.read(found->member), "points");
    return programme::net_of_debt(wallet, kToday);
  }
  Quantity points_at_office() {
    const auto found = first.books().find_member({IdentifierKind::card, kCard});
    REQUIRE(found);
    return programme::net_of_debt(wallet_of(office.books().wallets.read(found->member), "points"),
                                  kToday);
  }

  void check_books() {
    for (Shop* shop : {&first, &second}) {
      CHECK(derived_tables(shop->books()) == derived_from_journal(shop->books()));
    }
    const auto returns = returns_from_archive(office.books());
    REQUIRE(returns);
    CHECK(office.books().returns.all() == *returns);
    const auto wallets = wallets_from_archive(office.books());
    REQUIRE(wallets);
    CHECK(compare_ledger(office.books().wallets, *wallets).different == 0);
  }

  TemporaryDirectory directory;
  SeededRandom random{11};
  Timestamp now = kStart;
  Office office{directory.file("office.db")};
  Shop first{directory.file("first.db"), 1, random};
  Shop second{directory.file("second.db"), 2, random};
};

TEST_CASE("what one store sold another takes back, with the line down") {
  Chain chain;
  const Recorded sold = chain.sell(chain.first, {{10'000, 4}});
  const std::string code = return_code(chain.first.books(), sold);
  chain.sync_all();
  const auto back = chain.bring(chain.second, code, {{1, 1}});
  REQUIRE_MESSAGE(back, (back ? "" : back.error().message));
  CHECK(back->entry.sale_return().foreign().store_id() == 1);
  CHECK(back->entry.sale_return().foreign().seq() == sold.seq);
  CHECK(back->entry.sale_return().refund() == 2500);
  CHECK(chain.points(chain.second.books()) == 75);
  chain.sync_all();
  CHECK(chain.points(chain.first.books()) == 75);
  CHECK(chain.points_at_office() == 75);
  CHECK_FALSE(chain.exceptions().contains("RETURNED_TWICE"));
  chain.check_books();

  SUBCASE("the store that sold knows it, and takes back the rest alone") {
    const auto twice = chain.bring(chain.first, code, {{1, 1}});
    REQUIRE_FALSE(twice);
    CHECK(twice.error().message == "this came back at another store already");
    const auto rest = chain.bring(chain.first, code, {{1, 4}});
    REQUIRE(rest);
    CHECK(rest->entry.sale_return().refund() == 7500);
    chain.sync_all();
    CHECK(chain.points_at_office() == 0);
    CHECK_FALSE(chain.exceptions().contains("RETURNED_TWICE"));
  }
  SUBCASE("a sale of which something came back elsewhere is not voided") {
    const auto voided = chain.first.run([&] {
      return chain.first.store().void_sale(
          {chain.now, kToday},
          {chain.first.origin(), {sold.entry.register_id(), sold.entry.op_id()}});
    });
    REQUIRE_FALSE(voided);
    CHECK(voided.error().code == Errc::failed_precondition);
  }
}

TEST_CASE("the receipt of a store that nobody told of waits for a sync") {
  Chain chain;
  const std::string code = return_code(chain.first.books(), chain.sell(chain.first, {{1000, 1}}));
  Shop third{chain.directory.file("third.db"), 3, chain.random};
  third.open(chain.now);
  const auto refused = chain.bring(third, code, {{1, 1}});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::failed_precondition);
  CHECK(refused.error().hint.find("sync first") == 0);
  chain.sync(third);
  CHECK(chain.bring(third, code, {{1, 1}}));
}

TEST_CASE("what came back at two stores that did not know of each other is listed with both") {
  Chain chain;
  const Recorded sold = chain.sell(chain.first, {{10'000, 4}});
  const std::string code = return_code(chain.first.books(), sold);
  chain.sync_all();
  REQUIRE(chain.bring(chain.first, code, {{1, 2}}));
  REQUIRE(chain.bring(chain.second, code, {{1, 3}}));
  chain.sync_all();
  const std::string told = chain.exceptions()["RETURNED_TWICE"];
  CHECK(told.find("of store 1") != std::string::npos);
  CHECK(told.find("of store 2") != std::string::npos);
  CHECK(told.find("took back 2 of line 1") != std::string::npos);
  CHECK(told.find("took back 3 of line 1") != std::string::npos);
  // 5 of 4 came back: 25 points more than the sale gave are owed.
  CHECK(chain.points_at_office() == -25);
  const auto more = chain.bring(chain.second, code, {{1, 4}});
  REQUIRE_FALSE(more);
  CHECK(more.error().message == "this came back at another store already");
  chain.check_books();
}

TEST_CASE("whatever comes back wherever: with syncs between, no more than was sold") {
  for (std::uint64_t seed = 0; seed < seeds_here(kSeeds); ++seed) {
    CAPTURE(seed);
    SeededRandom random(seed);
    Chain chain;
    struct Sale {
      std::string code;
      std::int64_t amount;
      std::int64_t sold;
      std::int64_t back = 0;
    };
    std::vector<Sale> sales;
    const bool is_told = seed % 2 == 0;
    bool is_twice = false;
    std::map<std::pair<std::size_t, Shop*>, std::int64_t> known;  // when nobody tells
    for (int step = 0; step < kSteps; ++step) {
      Shop& shop = random.below(2) == 0 ? chain.first : chain.second;
      // Where nobody is told, all is sold before anything comes back.
      if (sales.empty() || (is_told ? random.below(4) == 0 : step < kSalesBefore)) {
        const auto quantity = static_cast<std::int64_t>(1 + random.below(5));
        const std::int64_t amount = 100 * quantity * static_cast<std::int64_t>(random.below(40));
        const Recorded sold = chain.sell(shop, {{amount, quantity}});
        sales.push_back({return_code(shop.books(), sold), amount, quantity});
        chain.sync_all();
        continue;
      }
      const std::size_t place = random.below(sales.size());
      Sale& sale = sales[place];
      const auto wanted =
          static_cast<std::int64_t>(1 + random.below(static_cast<std::uint64_t>(sale.sold)));
      const auto back = chain.bring(shop, sale.code, {{1, wanted}});
      if (is_told) {
        if (back) sale.back = std::max(sale.back, wanted);
        chain.sync_all();
        continue;
      }
      if (!back) {
        CHECK(wanted < known[{place, &shop}]);
        continue;
      }
      known[{place, &shop}] = std::max(known[{place, &shop}], wanted);
      Shop& other = &shop == &chain.first ? chain.second : chain.first;
      // Both began at nothing, so both took back the first of the pieces.
      is_twice = is_twice || known[{place, &other}] > 0;
      if (is_twice) break;
    }
    chain.sync_all();
    CHECK(chain.exceptions().contains("RETURNED_TWICE") == is_twice);
    chain.check_books();
    if (!is_told) continue;
    Quantity expected = 0;
    for (const Sale& sale : sales) {
      expected += sale.amount / 100 / sale.sold * (sale.sold - sale.back);
    }
    CHECK(chain.points_at_office() == expected);
    CHECK(chain.points(chain.first.books()) == expected);
    CHECK(chain.points(chain.second.books()) == expected);
  }
}

}  // namespace
}  // namespace loyald::testing

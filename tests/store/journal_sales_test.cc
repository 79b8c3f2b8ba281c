// SPDX-License-Identifier: Apache-2.0
#include "store/journal_sales.h"

#include "store/programme_file.h"
#include "store/shadow.h"
#include "tests/store/store_fixture.h"

namespace loyald::testing {
namespace {

SalesFile sales_in(StoreFixture& fixture) {
  auto sales = sales_from_journal(fixture.store->books());
  if (!sales) FAIL(sales.error().message);
  return *std::move(sales);
}

TEST_CASE("a shadow run of the programme in force over the journal ends where the ledger did") {
  StoreFixture fixture;
  for (int i = 0; i < 40; ++i) {
    fixture.moment.today.days += 3;
    fixture.moment.now.ms += 60'000;
    REQUIRE(fixture.sell("s" + std::to_string(i), i % 3 == 0 ? "4711" : "4712",
                         {fixture.line(100 * i + 99, 1, i % 2 == 0 ? "COFFEE" : "FOOD")}));
  }
  const SalesFile sales = sales_in(fixture);
  CHECK_EQ(sales.sales.size(), 40);
  const auto programme = parse_programme(kProgramme, "p.toml");
  REQUIRE(programme);
  const ShadowRun run = run_shadow(*programme, sales.sales, {}, {Redeeming::never, {}});
  for (const ShadowUnit& unit : run.units) {
    Quantity owned = 0;
    for (const char* card : {"4711", "4712"}) {
      for (const programme::Wallet& wallet : fixture.wallets(card)) {
        if (wallet.unit != unit.unit) continue;
        for (const programme::Lot& lot : wallet.lots) owned += lot.amount;
      }
    }
    CHECK_GT(owned, 0);
    CHECK_EQ(unit.count.outstanding + unit.count.expired, owned);
  }
}

TEST_CASE("a voided sale is left out, a returned one kept, and both are said") {
  StoreFixture fixture;
  for (const char* id : {"a", "b", "c"}) REQUIRE(fixture.sell(id, "4711", {fixture.line(1000)}));
  REQUIRE(fixture.undo("v", "b"));
  REQUIRE(fixture.give_back("r", "c", {{1, 1}}));
  const SalesFile sales = sales_in(fixture);
  REQUIRE_EQ(sales.sales.size(), 2);
  CHECK_EQ(sales.rows, 3);
  CHECK_EQ(sales.left_out, 1);
  CHECK_EQ(sales.sales[0].basket, "1 a");
  CHECK_EQ(sales.sales[0].store, 7);
  CHECK_EQ(sales.sales[0].lines.lines[0].amount, Money{1000});
  REQUIRE_EQ(sales.notes.size(), 2);
  CHECK(sales.notes[0].left_out);
  CHECK_EQ(sales.notes[0].reason, "voided");
  CHECK_EQ(sales.notes[1].rows, 1);
}

TEST_CASE("a journal without a sale has nothing to run") {
  StoreFixture fixture;
  const auto sales = sales_from_journal(fixture.store->books());
  REQUIRE_FALSE(sales);
  CHECK_EQ(sales.error().message, "no sales are recorded");
}

}  // namespace
}  // namespace loyald::testing

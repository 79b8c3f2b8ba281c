// SPDX-License-Identifier: Apache-2.0
#include "store/rebuild.h"

#include "tests/store/store_fixture.h"

using namespace loyald;
using loyald::testing::StoreFixture;

namespace {
const std::string kCard = "0420000000010";
}

TEST_CASE("a touched wallet is found, named, and mended from the journal") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000)}));
  REQUIRE(fixture.sell("b", "0420000000027", {fixture.line(2000)}));
  Books& books = fixture.store->books();
  const auto expected = wallets_from_journal(books);
  REQUIRE(expected);
  CHECK(compare_ledger(books.wallets, *expected).different == 0);
  CHECK(compare_ledger(books.wallets, *expected).members == 2);

  books.database().exec("UPDATE lot SET amount = amount + 1 WHERE amount = 10");
  books.database().exec(
      "INSERT INTO debt VALUES(x'ffffffffffffffffffffffffffffffff', 'points', 3)");
  const LedgerCheck check = compare_ledger(books.wallets, *expected);
  CHECK(check.members == 3);
  REQUIRE(check.different == 2);
  CHECK(check.differences[0].in_ledger.find("points 11") == 0);
  CHECK(check.differences[0].from_journal.find("points 10") == 0);

  sql::Transaction transaction(books.database());
  write_ledger(books.wallets, *expected);
  transaction.commit();
  CHECK(compare_ledger(books.wallets, *expected).different == 0);
}

TEST_CASE("a journal that does not verify is not rebuilt from") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", kCard, {fixture.line(1000)}));
  fixture.store->books().database().exec("UPDATE journal SET hash = zeroblob(32)");
  const auto expected = wallets_from_journal(fixture.store->books());
  REQUIRE(!expected);
  CHECK(expected.error().code == Errc::data_loss);
}

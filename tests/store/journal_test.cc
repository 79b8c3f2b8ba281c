// SPDX-License-Identifier: Apache-2.0
#include "store/journal.h"

#include "tests/support/doctest.h"

#include "store/migrations.h"
#include "store/sqlite/database.h"
#include "tests/store/store_fixture.h"

using namespace loyald;
using loyald::testing::StoreFixture;

namespace {

std::unique_ptr<sql::Database> raw(const std::string& path) {
  auto database = sqlite::Database::open(path, {"", false, kBooksApplicationId});
  CHECK(database);
  return *std::move(database);
}

}  // namespace

TEST_CASE("the chain's formulas give the published values") {
  // Computed with Python's hashlib from the formulas in journal.proto.
  v1::Genesis genesis;
  genesis.set_store_id(7);
  genesis.set_incarnation(std::string(16, '\x01'));
  genesis.set_created_hlc(42);
  const Hash h0 = genesis_hash(genesis);
  REQUIRE(to_hex(h0) == "f426b0b1cf8fd6540429148a41bd0fcbbe03d8af49cf5218c74ed9e7b06857cb");
  REQUIRE(to_hex(entry_hash(h0, 1, "abc")) ==
          "752236e401d3968ab32bf1ee1f12d78fc718fc05ff616a795fa1e957a6d1e882");
}

TEST_CASE("appending chains, and reading gives the very bytes back") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", "0420000000010", {fixture.line(1000)}));
  REQUIRE(fixture.sell("b", "0420000000010", {fixture.line(2000)}));
  Journal& journal = fixture.store->books().journal;
  REQUIRE(journal.head().seq == 2);
  const auto first = journal.read(1);
  const auto second = journal.read(2);
  REQUIRE(first);
  REQUIRE(second);
  REQUIRE(first->hash == entry_hash(journal.hash_before(1), 1, first->bytes));
  REQUIRE(second->hash == entry_hash(first->hash, 2, second->bytes));
  REQUIRE(journal.head().hash == second->hash);
  REQUIRE(decode(*second).op_id() == "b");
  REQUIRE(journal.verify(1).value() == 2);
  REQUIRE(journal.read_from(1, 1, 1 << 20).size() == 1);
  REQUIRE(journal.read_from(1, 10, 1).size() == 1);
}

TEST_CASE("the journal's clock never goes back, whatever the PC's does") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", "0420000000010", {fixture.line(1000)}));
  const auto before = fixture.store->books().journal.head().hlc;
  fixture.moment.now.ms -= 86'400'000;
  REQUIRE(fixture.sell("b", "0420000000010", {fixture.line(1000)}));
  REQUIRE(fixture.store->books().journal.head().hlc == before + 1);
  REQUIRE(fixture.store->books().journal.verify(1));
}

TEST_CASE("every change behind our back is found, and named") {
  const auto tamper = [](const char* sql) {
    StoreFixture fixture;
    for (const char* id : {"a", "b", "c"}) {
      REQUIRE(fixture.sell(id, "0420000000010", {fixture.line(1000)}));
    }
    fixture.store.reset();
    raw(fixture.database_path())->exec(sql);
    auto database = raw(fixture.database_path());
    return Journal(*database).verify(1);
  };
  CHECK(tamper("UPDATE journal SET entry = CAST(entry || x'00' AS BLOB) WHERE seq = 2")
            .error()
            .message == "journal entry 2 was changed after it was written");
  CHECK(tamper("DELETE FROM journal WHERE seq = 2").error().message ==
        "journal entry 2 is missing");
  CHECK(tamper("UPDATE journal SET hlc = hlc - 1 WHERE seq = 3").error().message ==
        "journal entry 3 turns the journal's clock back");
  CHECK(tamper("UPDATE incarnation SET store_id = 8").error().message ==
        "the journal's beginning was changed");
  CHECK(tamper("UPDATE journal SET hash = zeroblob(32) WHERE seq = 3").error().code ==
        Errc::data_loss);
  CHECK(tamper("UPDATE journal SET hlc = hlc WHERE seq = 3"));
}

TEST_CASE("a store whose tail does not verify refuses to open") {
  StoreFixture fixture;
  REQUIRE(fixture.sell("a", "0420000000010", {fixture.line(1000)}));
  fixture.store.reset();
  raw(fixture.database_path())->exec("UPDATE journal SET entry = x'0801'");
  SeededRandom random(1);
  const auto opened = Store::open({fixture.database_path(), "", 7, {}}, random, {0});
  REQUIRE(!opened);
  REQUIRE(opened.error().code == Errc::data_loss);
  REQUIRE(opened.error().hint.find("backup") != std::string::npos);
}

TEST_CASE("the books of another store, or of another program, are refused") {
  StoreFixture fixture;
  fixture.store.reset();
  SeededRandom random(1);
  const auto other = Store::open({fixture.database_path(), "", 8, {}}, random, {0});
  REQUIRE(!other);
  REQUIRE(other.error().message.find("books of store 7") != std::string::npos);
  raw(fixture.database_path())->exec("PRAGMA user_version=99");
  const auto newer = Store::open({fixture.database_path(), "", 7, {}}, random, {0});
  REQUIRE(!newer);
  REQUIRE(newer.error().message.find("schema 99") != std::string::npos);
  raw(fixture.database_path())->exec("PRAGMA application_id=1");
  const auto foreign = Store::open({fixture.database_path(), "", 7, {}}, random, {0});
  REQUIRE(!foreign);
  REQUIRE(foreign.error().message.find("another program") != std::string::npos);
}

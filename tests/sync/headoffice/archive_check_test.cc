// SPDX-License-Identifier: Apache-2.0
#include "tests/support/doctest.h"

#include "store/journal_sales.h"
#include "sync/headoffice/archive_check.h"
#include "tests/sync/support/pair.h"

namespace loyald::testing {
namespace {

struct Counted : Pair {
  Counted() {
    for (int round = 0; round < 3; ++round) {
      REQUIRE(shop.sell(now, "42", 1000));
      REQUIRE(shop.sell(now, "43", 1000));
      converse(shop, office, now);
    }
    REQUIRE(verify_archive(office.books(), 1) == 6);
  }
  // What verify_archive says after the books were changed by hand.
  std::string verdict_after(const std::string& sql) {
    office.books().database().exec(sql.c_str());
    const auto verified = verify_archive(office.books(), 1);
    return verified ? "verified" : verified.error().message;
  }
};

const std::string kNoHead =
    "UPDATE store_incarnation SET head_hash = x'" + std::string(64, '0') + "'";

bool mentions(const std::string& text, const std::string& what) {
  return text.find(what) != std::string::npos;
}

}  // namespace

TEST_CASE("a flipped bit, a missing and a cut segment are found") {
  CHECK(mentions(Counted().verdict_after(
                     "UPDATE journal_segment SET payload = CAST(substr(payload, 1, 20) || x'00' || "
                     "substr(payload, 22) AS BLOB) WHERE first_seq = 3"),
                 "was changed"));
  CHECK(mentions(Counted().verdict_after("DELETE FROM journal_segment WHERE first_seq = 3"),
                 "3 of store 1"));
  CHECK(mentions(Counted().verdict_after("DELETE FROM journal_segment WHERE first_seq = 5"),
                 "is missing"));
  CHECK(mentions(Counted().verdict_after("UPDATE journal_segment SET payload = substr(payload, 1, "
                                         "length(payload) - 1) WHERE first_seq = 3"),
                 "cannot be read"));
  CHECK(mentions(Counted().verdict_after(kNoHead), "not the one that was counted"));
}

TEST_CASE("a ledger that was changed by hand differs from the archive") {
  Counted world;
  const auto from_archive = wallets_from_archive(world.office.books());
  REQUIRE(from_archive);
  CHECK(compare_ledger(world.office.books().wallets, *from_archive).different == 0);
  world.office.books().database().exec("UPDATE lot SET amount = amount + 1 WHERE unit = 'points'");
  CHECK(compare_ledger(world.office.books().wallets, *from_archive).different == 2);
}

TEST_CASE("head office's archive holds the sales that the store's journal holds") {
  Counted world;
  const auto archived = sales_from_archive(world.office.books());
  const auto own = sales_from_journal(world.shop.books());
  REQUIRE(archived);
  REQUIRE(own);
  REQUIRE(archived->sales.size() == 6);
  REQUIRE(own->sales.size() == 6);
  for (std::size_t i = 0; i < 6; ++i) {
    CHECK(archived->sales[i].basket == own->sales[i].basket);
    CHECK(archived->sales[i].member == own->sales[i].member);
    CHECK(archived->sales[i].lines == own->sales[i].lines);
  }
  world.office.books().database().exec(kNoHead.c_str());
  CHECK_FALSE(sales_from_archive(world.office.books()));
}

TEST_CASE("the books can be checked beside the daemon that writes them") {
  Counted world;
  const auto beside = open_central_books_read_only(world.office.place());
  REQUIRE(beside);
  CHECK(verify_archive(**beside, 1) == 6);
  CHECK_FALSE(open_central_books_read_only({world.directory.file("shop.db"), {}, {}}));
}

}  // namespace loyald::testing

// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/patterns.h"

#include "sync/headoffice/exceptions.h"
#include "tests/support/doctest.h"
#include "tests/sync/support/pair.h"

namespace loyald::testing {
namespace {

using Codes = std::vector<std::string>;

// Two shops that have a programme and then lose the line, so that neither knows of the other.
struct Chain {
  TemporaryDirectory directory;
  SeededRandom random{7};
  Timestamp now = kStart;
  Office office{directory.file("office.db")};
  Shop first{directory.file("first.db"), 1, random};
  Shop second{directory.file("second.db"), 2, random};

  // `more` is appended to the shops' programme.
  explicit Chain(const std::string& more) {
    v1::PublishProgrammeRequest request;
    request.set_toml(programme_text("first") + more);
    REQUIRE(office.run([&] { return office.office().publish_programme(kToday, request); }));
    for (Shop* shop : {&first, &second}) {
      shop->open(now);
      converse(*shop, office, now);
    }
  }
  void pass(std::chrono::minutes time) { now = now + time; }
  // Both shops reach head office, which lists these, in any order.
  Codes codes() {
    pass(std::chrono::minutes(60));
    for (Shop* shop : {&first, &second}) converse(*shop, office, now);
    Codes codes;
    for (const Exception& each : office.books().exceptions.newest(100)) codes.push_back(each.code);
    return codes;
  }
  std::string detail() { return office.books().exceptions.newest(1).front().detail; }
};

AdjustRequest adjustment(Shop& shop, Quantity points) {
  AdjustRequest request;
  request.origin = shop.origin();
  request.who = {IdentifierKind::card, "42"};
  request.unit = "points";
  request.quantity = points;
  request.reason = "the coffee was cold";
  request.approved_by = "lead";
  return request;
}

}  // namespace

TEST_CASE("more sales a day over all stores than the programme allows at one") {
  Chain chain("[limits]\nsales_per_member_and_day = 2\n");
  REQUIRE(chain.first.sell(chain.now, "42", 1000));
  REQUIRE(chain.first.sell(chain.now, "42", 1000));
  chain.pass(std::chrono::minutes(30));
  REQUIRE(chain.second.sell(chain.now, "43", 1000));
  CHECK(chain.codes().empty());
  REQUIRE(chain.second.sell(chain.now, "42", 1000));
  CHECK(chain.codes() == Codes{"MANY_SALES"});
  CHECK(chain.detail() ==
        "sale 3 of this member on 2026-09-21 over all stores; the programme allows 2");
  CHECK_FALSE(chain.second.agent().problem());
}

TEST_CASE("two stores together give more than a cap allows") {
  Chain chain(R"([[unit]]
id = "bonus-given"
counter = true
[[earn]]
id = "bonus"
unit = "points"
quantity = 30
counts = "visits"
cap = { unit = "bonus-given", at_most = 50, period = "month" }
)");
  const auto sell = [&](Shop& shop) {
    chain.pass(std::chrono::minutes(30));
    REQUIRE(shop.sell(chain.now, "42", 1000));
  };
  sell(chain.first);
  CHECK(chain.codes().empty());
  SUBCASE("one that knows of the other keeps to it") {
    sell(chain.second);
    CHECK(chain.codes().empty());
  }
  SUBCASE("one that does not, does not") {
    sell(chain.first);
    sell(chain.second);
    CHECK(chain.codes() == Codes{"CAP_EXCEEDED"});
    CHECK(chain.detail() ==
          "the cap of \"bonus\" allows 50, and all stores together gave 70 "
          "(counted in \"bonus-given\")");
  }
}

TEST_CASE("an adjustment larger than the programme says is listed with who did it") {
  Chain chain("[limits]\nnotice_adjust_above = { points = 100 }\n");
  const auto adjust = [&](Quantity points) {
    const AdjustRequest request = adjustment(chain.first, points);
    REQUIRE(chain.first.run([&] {
      return chain.first.store().adjust({chain.now, kToday}, request);
    }));
    return chain.codes();
  };
  CHECK(adjust(100).empty());
  CHECK(adjust(101) == Codes{"LARGE_ADJUSTMENT"});
  CHECK(chain.detail() == "101 \"points\" by hand, by \"cashier\", approved by \"lead\"");
  CHECK(adjust(-101) == Codes(2, "LARGE_ADJUSTMENT"));
}

TEST_CASE("a card at two stores within ten minutes, whichever reports first") {
  Chain chain("");
  SUBCASE("within") {
    REQUIRE(chain.second.sell(chain.now, "42", 1000));
    chain.pass(kTwoStoresWithin);
    REQUIRE(chain.first.sell(chain.now, "42", 1000));
    CHECK(chain.codes() == Codes{"TWO_STORES"});
    CHECK(chain.detail().find("card 42 was used here at ") == 0);
    CHECK(chain.detail().find(" and at store 1 at ") != std::string::npos);
  }
  SUBCASE("beyond") {
    REQUIRE(chain.second.sell(chain.now, "42", 1000));
    chain.now = chain.now + kTwoStoresWithin + std::chrono::milliseconds(1);
    REQUIRE(chain.first.sell(chain.now, "42", 1000));
    CHECK(chain.codes().empty());
  }
  SUBCASE("at the same store") {
    REQUIRE(chain.first.sell(chain.now, "42", 1000));
    REQUIRE(chain.first.sell(chain.now, "42", 1000));
    CHECK(chain.codes().empty());
  }
}

TEST_CASE("more voids by one cashier at one store on one day than the programme says") {
  Chain chain("[limits]\nnotice_voids_above = 1\n");
  const auto undo = [&](Shop& shop) {
    chain.pass(std::chrono::minutes(30));
    const auto sale = shop.sell(chain.now, "42", 1000);
    REQUIRE(sale);
    const VoidRequest request{shop.origin(), {sale->entry.register_id(), sale->entry.op_id()}};
    REQUIRE(shop.run([&] { return shop.store().void_sale({chain.now, kToday}, request); }));
  };
  undo(chain.first);
  undo(chain.second);
  CHECK(chain.codes().empty());
  undo(chain.first);
  CHECK(chain.codes() == Codes{"MANY_VOIDS"});
  CHECK(chain.detail() == "void 2 by \"cashier\" on 2026-09-21");
}

TEST_CASE("days of long ago are forgotten") {
  Chain chain("");
  REQUIRE(chain.first.sell(chain.now, "42", 1000));
  CHECK(chain.codes().empty());
  PatternCounts& counts = chain.office.books().pattern_counts;
  const MemberId member = member_of_unknown_card("42");
  CHECK(counts.sales_of(member, kToday) == 1);
  CHECK(counts.used_elsewhere("42", 2, kStart));
  chain.pass(std::chrono::hours(24 * (kPatternDays + 1)));
  REQUIRE(chain.first.sell(chain.now, "43", 1000));
  CHECK(chain.codes().empty());
  CHECK(counts.sales_of(member, kToday) == 0);
  CHECK_FALSE(counts.used_elsewhere("42", 2, kStart));
}

}  // namespace loyald::testing

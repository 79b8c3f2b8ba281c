// SPDX-License-Identifier: Apache-2.0
#include "tests/support/doctest.h"

#include "tests/sync/support/pair.h"

namespace loyald::testing {
namespace {

struct Counted : Pair {
  Counted() {
    REQUIRE(shop.enrol(now, "42", "Ada"));
    REQUIRE(shop.sell(now, "42", 12345));
    REQUIRE(shop.sell(now, "43", 500));
    converse(shop, office, now);
  }
  Result<v1::GetMemberResponse> member(const std::string& card, const std::string& date = "") {
    v1::GetMemberRequest request;
    request.set_card(card);
    request.set_business_date(date);
    return office.office().get_member(kToday, request);
  }
};

}  // namespace

TEST_CASE("a member is found by card or id, and their balances are of the day asked for") {
  Counted world;
  const auto ada = world.member("42");
  REQUIRE(ada);
  CHECK(ada->name() == "Ada");
  REQUIRE(ada->balances_size() == 2);
  CHECK(ada->balances(0).unit() == "points");
  CHECK(ada->balances(0).spendable() == 123);
  CHECK(world.member(ada->member_id())->balances(0).spendable() == 123);
  CHECK(world.member("42", "2036-01-01")->balances(0).spendable() == 0);
  CHECK(world.member("99").error().code == Errc::not_found);
  CHECK(world.member(std::string(32, 'f')).error().code == Errc::not_found);
  CHECK(world.member("42", "tomorrow").error().code == Errc::invalid_argument);
}

TEST_CASE("balances come in pages that miss nobody") {
  Counted world;
  v1::ListBalancesRequest request;
  request.set_limit(1);
  const auto first = world.office.office().list_balances(kToday, request);
  REQUIRE(first);
  REQUIRE(first->members_size() == 1);
  CHECK(first->more());
  request.set_after_member_id(first->members(0).member_id());
  const auto second = world.office.office().list_balances(kToday, request);
  REQUIRE(second->members_size() == 1);
  CHECK_FALSE(second->more());
  CHECK(second->members(0).member_id() > first->members(0).member_id());
  request.set_limit(5001);
  CHECK(world.office.office().list_balances(kToday, request).error().code ==
        Errc::invalid_argument);
}

TEST_CASE("stores are listed with how far they are counted, also those never seen") {
  Counted world;
  const auto list = world.office.office().list_stores();
  REQUIRE(list.stores_size() == 3);
  CHECK(list.stores(0).name() == "Main Street");
  CHECK(list.stores(0).cursor_seq() == 3);
  CHECK(list.stores(0).sales() == 2);
  CHECK(list.stores(0).state() == "active");
  CHECK(list.stores(0).last_contact() == format(world.now));
  CHECK(list.stores(1).incarnation().empty());
  CHECK(list.stores(1).last_contact().empty());
}

TEST_CASE("the same programme again is no new version") {
  Counted world;
  CHECK(world.office.publish("first")->already_published());
  CHECK(world.office.publish("first")->version() == 1);
  CHECK(world.office.publish("second")->version() == 2);
  CHECK(world.office.publish("first")->version() == 3);
  v1::PublishProgrammeRequest bad;
  bad.set_toml("name = 1");
  CHECK(world.office.run([&] { return world.office.office().publish_programme(kToday, bad); })
            .error()
            .code == Errc::invalid_argument);
}

TEST_CASE("exceptions are listed newest first, within a limit") {
  Counted world;
  {
    sql::Transaction transaction(world.office.books().database());
    for (Seq seq = 1; seq <= 3; ++seq) {
      world.office.books().exceptions.put(
          {{1, {}}, seq, "OVERSPENT", "detail", kStart + std::chrono::seconds(seq)});
      // The first notice of an entry's fault stands.
      world.office.books().exceptions.put(
          {{1, {}}, seq, "OVERSPENT", "again", kStart + std::chrono::seconds(100)});
    }
    transaction.commit();
  }
  v1::ListExceptionsRequest request;
  request.set_limit(2);
  const auto list = world.office.office().list_exceptions(request);
  REQUIRE(list);
  REQUIRE(list->exceptions_size() == 2);
  CHECK(list->exceptions(0).seq() == 3);
  CHECK(list->exceptions(0).detail() == "detail");
  CHECK(list->exceptions(1).seq() == 2);
  request.set_limit(1001);
  CHECK_FALSE(world.office.office().list_exceptions(request));
}

}  // namespace loyald::testing

// SPDX-License-Identifier: Apache-2.0
#include "store/staff.h"

#include "store/rebuild_derived.h"
#include "tests/store/store_fixture.h"

using namespace loyald;
using loyald::testing::StoreFixture;

namespace {

const std::string kAnnas = "0420000000010";
const std::string kBens = "0420000000027";
const std::string kCustomers = "0420000000034";
const std::string kFurther = "0420000000041";

const Role kCashier{"cashier", {{"points", 100}}, {{"points", 150}}, false};
const Role kLead{"lead", {{"points", 1000}}, {}, true};

// Anna is a cashier, Ben and Cleo lead, Dan may do nothing.
Staff staff() {
  return Staff({{"anna", "Anna", {kAnnas}, kCashier, ""},
                {"ben", "Ben", {kBens}, kLead, ""},
                {"cleo", "Cleo", {}, kLead, ""},
                {"dan", "Dan", {}, {}, ""}});
}

struct Staffed : StoreFixture {
  explicit Staffed(const Staff& who = staff(), const std::string& programme = testing::kProgramme)
      : StoreFixture({}, programme) {
    set_staff(who);
  }

  AdjustRequest wanted(const std::string& id, Quantity quantity) const {
    AdjustRequest request{origin(id), card(kCustomers), "points", quantity, "cold coffee"};
    return request;
  }
  Result<Recorded> adjust(const AdjustRequest& request) {
    return commit([&] { return store->adjust(moment, request); });
  }
};

// What is said and what to do about it, of a refusal.
std::string refusal(const Result<Recorded>& result) {
  REQUIRE(!result);
  CHECK(result.error().code == Errc::permission_denied);
  CHECK(!result.error().hint.empty());
  return result.error().message + "; " + result.error().hint;
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a cashier's own card is refused, also another one of the same member") {
  Staffed fixture;
  CHECK(
      says(refusal(fixture.sell("a", kAnnas, {fixture.line(1000)})), "let a colleague ring it up"));
  CHECK(fixture.store->books().journal.head().seq == 0);
  CHECK(fixture.sell("b", kBens, {fixture.line(1000)}));
  CHECK(fixture.sell("c", kCustomers, {fixture.line(1000)}));

  REQUIRE(fixture.commit([&] {
    return fixture.store->link_card(fixture.moment,
                                    {{"1", "ben", "l", {}}, StoreFixture::card(kAnnas), kFurther});
  }));
  refusal(fixture.sell("d", kFurther, {fixture.line(1000)}));

  SUBCASE("a colleague may ring it up") {
    CheckoutRequest by_ben{
        {"1", "ben", "e", {}}, StoreFixture::card(kFurther), {{fixture.line(20'000)}}, {}};
    REQUIRE(fixture.commit([&] { return fixture.store->checkout(fixture.moment, by_ben); }));
    SUBCASE("and what they redeem") {
      refusal(fixture.sell("f", kAnnas, {fixture.line(5000)}, {{"pay", 10}}));
    }
    SUBCASE("holds are refused too") {
      HoldRequest hold;
      hold.checkout = {
          fixture.origin("h"), StoreFixture::card(kAnnas), {{fixture.line(5000)}}, {{"pay", 10}}};
      hold.valid_for_s = 60;
      refusal(fixture.commit([&] { return fixture.store->hold(fixture.moment, hold); }));
    }
  }
  SUBCASE("adjustments, whoever approves") {
    AdjustRequest request = fixture.wanted("p", 1);
    request.who = StoreFixture::card(kAnnas);
    request.approved_by = "ben";
    refusal(fixture.adjust(request));
  }
  SUBCASE("what was recorded before staff was named is repeated") {
    fixture.set_staff({});
    REQUIRE(fixture.sell("z", kAnnas, {fixture.line(1000)}));
    fixture.set_staff(staff());
    CHECK(fixture.sell("z", kAnnas, {fixture.line(1000)})->is_repeat);
  }
}

TEST_CASE("a cashier does not post events for themselves") {
  Staffed fixture(staff(), std::string(testing::kProgramme) + R"([[earn]]
id = "survey"
unit = "points"
on = "survey"
counts = "visits"
quantity = 5
)");
  const EventRequest own{fixture.origin("v"), StoreFixture::card(kAnnas), "survey", 1};
  refusal(fixture.commit([&] { return fixture.store->post_event(fixture.moment, own); }));
  const EventRequest other{fixture.origin("v"), StoreFixture::card(kCustomers), "survey", 1};
  CHECK(fixture.commit([&] { return fixture.store->post_event(fixture.moment, other); }));
}

TEST_CASE("a role's limits, in one operation and in a day, to the last unit") {
  Staffed fixture;
  CHECK(says(refusal(fixture.adjust(fixture.wanted("a", 101))), "at most 100 \"points\" at once"));
  CHECK(fixture.adjust(fixture.wanted("a", 100)));
  CHECK(says(refusal(fixture.adjust(fixture.wanted("b", -51))), "at most 150 \"points\" a day"));
  CHECK(fixture.adjust(fixture.wanted("b", -50)));
  CHECK(says(refusal(fixture.adjust(fixture.wanted("c", 1))), "did 150 today already"));
  CHECK(fixture.adjust(fixture.wanted("b", -50))->is_repeat);
  Books& books = fixture.store->books();
  CHECK(derived_tables(books) == derived_from_journal(books));

  SUBCASE("what others approve does not count against it") {
    fixture.moment.today.days += 1;
    AdjustRequest approved = fixture.wanted("d", 5000);
    approved.approved_by = "ben";
    REQUIRE(fixture.adjust(approved));
    CHECK(fixture.adjust(fixture.wanted("e", 100)));
  }
  SUBCASE("yesterday is no further day") {
    AdjustRequest request = fixture.wanted("d", 1);
    request.origin.business_date = Date{fixture.moment.today.days - 1};
    CHECK(says(refusal(fixture.adjust(request)), "only for today"));
  }
  SUBCASE("after a restart") {
    fixture.open();
    refusal(fixture.adjust(fixture.wanted("d", 1)));
  }
  SUBCASE("units that the role does not name") {
    AdjustRequest request = fixture.wanted("d", 1);
    request.unit = "stamps";
    CHECK(says(refusal(fixture.adjust(request)), "may not adjust \"stamps\" alone"));
  }
}

TEST_CASE("an adjustment is approved by somebody else who may, and the entry says who") {
  Staffed fixture;
  AdjustRequest request = fixture.wanted("a", 5000);
  CHECK(says(refusal(fixture.adjust(request)), "ask a colleague who may approve"));
  SUBCASE("by their id") {
    request.approved_by = "ben";
    const auto adjusted = fixture.adjust(request);
    REQUIRE(adjusted);
    CHECK(adjusted->entry.approved_by() == "ben");
    CHECK(adjusted->entry.cashier_id() == "anna");
  }
  SUBCASE("by their card") {
    request.approving_card = kBens;
    const auto adjusted = fixture.adjust(request);
    REQUIRE(adjusted);
    CHECK(adjusted->entry.approved_by() == "ben");
  }
  SUBCASE("of somebody who may not") {
    request.approved_by = "dan";
    CHECK(says(refusal(fixture.adjust(request)), "\"dan\" may not approve"));
  }
  SUBCASE("of nobody known") {
    request.approved_by = "eve";
    refusal(fixture.adjust(request));
  }
  SUBCASE("of the cashier themselves") {
    request.origin.cashier_id = "ben";
    request.approved_by = "ben";
    CHECK(says(refusal(fixture.adjust(request)), "may not approve what they do themselves"));
    request.approved_by = "";
    request.approving_card = kBens;
    refusal(fixture.adjust(request));
    request.approving_card = "";
    request.approved_by = "cleo";
    CHECK(fixture.adjust(request));
  }
  SUBCASE("not for the approver's own card") {
    request.who = StoreFixture::card(kBens);
    request.approved_by = "ben";
    CHECK(says(refusal(fixture.adjust(request)), "the card is their own"));
    request.approved_by = "cleo";
    CHECK(fixture.adjust(request));
  }
  SUBCASE("by a customer's card") {
    request.approving_card = kCustomers;
    CHECK(says(refusal(fixture.adjust(request)), "nobody who works here"));
  }
  SUBCASE("by a card that was lost") {
    REQUIRE(fixture.commit([&] {
      return fixture.store->block_card(fixture.moment,
                                       {fixture.origin("x"), kBens, v1::CARD_STATE_LOST, ""});
    }));
    request.approving_card = kBens;
    refusal(fixture.adjust(request));
  }
}

TEST_CASE("cashiers who are not named, or have no role, need an approval") {
  Staffed fixture;
  for (const char* cashier : {"", "eve", "dan"}) {
    CAPTURE(cashier);
    AdjustRequest request = fixture.wanted(std::string("a") + cashier, 1);
    request.origin.cashier_id = cashier;
    refusal(fixture.adjust(request));
    request.approved_by = "ben";
    CHECK(fixture.adjust(request));
  }
}

TEST_CASE("without staff everybody may") {
  Staffed fixture(Staff{});
  CHECK(fixture.sell("a", kAnnas, {fixture.line(1000)}));
  AdjustRequest request = fixture.wanted("b", 5000);
  request.approving_card = kFurther;
  const auto adjusted = fixture.adjust(request);
  REQUIRE(adjusted);
  CHECK(adjusted->entry.approved_by().empty());
}

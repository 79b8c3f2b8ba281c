// SPDX-License-Identifier: Apache-2.0
// Events, referrals, gifts and taxes over a real socket: what a register's engineer gets back.
#include "tests/daemon/support/running_daemon.h"
#include "tests/support/doctest.h"

namespace loyald::daemon {
namespace {

using testing::at_register;
using testing::RunningDaemon;
using testing::test_card;

constexpr const char* kFriends = R"(
name = "Friends"
currency = "EUR"
unit = [ { id = "points", name = "Points" }, { id = "cups", name = "Cup", counter = true } ]
[[earn]]
id = "base"
unit = "points"
quantity = 1
per = 100
[[earn]]
id = "review"
unit = "points"
on = "review"
quantity = 20
counts = "visits"
[[earn]]
id = "welcome"
unit = "points"
on = "enrol"
quantity = 30
counts = "visits"
[[earn]]
id = "friend"
unit = "points"
on = "enrol"
gives_to = "referrer"
quantity = 50
counts = "visits"
[[reward]]
id = "cup"
name = "A cup"
unit = "points"
gift = { cost = 10, stock = "cups" }
terms = "While stocks last."
terms_in = { de = "Solange der Vorrat reicht." }
[[reward]]
id = "ten"
name = "10 % off"
unit = "points"
percent_off = { cost = 10, basis_points = 1000 }
)";

struct Shop {
  RunningDaemon store{"", {}, kFriends};

  // Gives 20 points.
  void review() {
    auto event = at_register<v1::PostEventRequest>(test_card(1));
    event.set_event_id("e");
    event.set_event("review");
    store.good<v1::PostEventResponse>("PostEvent", event);
  }

  std::int64_t points(const std::string& card) {
    v1::IdentifyRequest request;
    request.set_card(card);
    const auto found = store.good<v1::IdentifyResponse>("Identify", request);
    for (const auto& balance : found.member().balances()) {
      if (balance.unit() == "points") return balance.safe_to_spend();
    }
    return 0;
  }

  v1::ChangeStockResponse stock(const std::string& id, int quantity) {
    v1::ChangeStockRequest request;
    request.set_stock_id(id);
    request.set_register_("1");
    request.set_cashier("ann");
    request.set_unit("cups");
    request.set_quantity(quantity);
    request.set_reason("delivery");
    return store.good<v1::ChangeStockResponse>("ChangeStock", request);
  }
};

TEST_CASE("an event earns once, by its name") {
  Shop shop;
  auto event = at_register<v1::PostEventRequest>(test_card(1));
  event.set_event_id("e");
  event.set_event("review");
  const auto first = shop.store.good<v1::PostEventResponse>("PostEvent", event);
  CHECK(first.receipt().earned(0).quantity() == 20);
  const auto again = shop.store.good<v1::PostEventResponse>("PostEvent", event);
  CHECK(again.SerializeAsString() == first.SerializeAsString());
  CHECK(shop.points(test_card(1)) == 20);
  event.set_event_id("f");
  event.set_event("");
  const auto refused = shop.store.call<v1::PostEventResponse>("PostEvent", event);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.starts_with("event"));
}

TEST_CASE("who enrols by a friend's card is welcomed, and the friend is thanked") {
  Shop shop;
  auto enrol = at_register<v1::EnrolRequest>(test_card(1));
  enrol.set_enrol_id("a");
  const auto first = shop.store.good<v1::EnrolResponse>("Enrol", enrol);
  CHECK(first.receipt().earned(0).quantity() == 30);
  CHECK(shop.points(test_card(1)) == 30);
  enrol.set_enrol_id("b");
  enrol.set_card(test_card(2));
  enrol.set_referred_by(test_card(1));
  shop.store.good<v1::EnrolResponse>("Enrol", enrol);
  CHECK(shop.points(test_card(2)) == 30);
  CHECK(shop.points(test_card(1)) == 80);
}

TEST_CASE("a gift is counted down and its want is said") {
  Shop shop;
  shop.review();
  auto sale = at_register<v1::CheckoutRequest>(test_card(1));
  sale.set_checkout_id("s");
  sale.add_lines()->set_amount(500);
  sale.add_rewards()->set_reward("cup");
  const auto refused = shop.store.call<v1::CheckoutResponse>("Checkout", sale);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::failed_precondition);

  CHECK(shop.stock("d", 3).stock().quantity() == 3);
  CHECK(shop.stock("d", 3).stock().quantity() == 3);
  const auto sold = shop.store.good<v1::CheckoutResponse>("Checkout", sale);
  CHECK(sold.receipt().rewards(0).reward() == "cup");
  const auto status = shop.store.good<v1::StatusResponse>("Status", v1::StatusRequest());
  REQUIRE(status.stock_size() == 1);
  CHECK(status.stock(0).unit() == "cups");
  CHECK(status.stock(0).quantity() == 2);
}

TEST_CASE("a reward's terms are offered in the member's language") {
  Shop shop;
  auto enrol = at_register<v1::EnrolRequest>(test_card(1));
  enrol.set_enrol_id("a");
  enrol.mutable_profile()->set_language("de-AT");
  shop.store.good<v1::EnrolResponse>("Enrol", enrol);
  for (const auto& [card, terms] :
       {std::pair{1, "Solange der Vorrat reicht."}, std::pair{2, "While stocks last."}}) {
    auto quote = at_register<v1::QuoteRequest>(test_card(card));
    quote.add_lines()->set_amount(100);
    const auto answer = shop.store.good<v1::QuoteResponse>("Quote", quote);
    REQUIRE(answer.offers_size() == 2);
    CHECK(answer.offers(0).terms() == terms);
    CHECK(answer.offers(1).terms().empty());
  }
}

TEST_CASE("a receipt says the discount for each tax rate, and they add up") {
  Shop shop;
  shop.review();
  auto sale = at_register<v1::CheckoutRequest>(test_card(1));
  sale.set_checkout_id("s");
  for (const auto& [rate, amount] : {std::pair{700, 333}, std::pair{1900, 555}}) {
    auto* line = sale.add_lines();
    line->set_amount(amount);
    line->set_tax_rate(rate);
  }
  sale.add_rewards()->set_reward("ten");
  const v1::Receipt receipt = shop.store.good<v1::CheckoutResponse>("Checkout", sale).receipt();
  CHECK(receipt.total() == 888);
  CHECK(receipt.discount() == 88);
  REQUIRE(receipt.taxes_size() == 2);
  std::int64_t total = 0;
  std::int64_t discount = 0;
  for (const auto& tax : receipt.taxes()) {
    total += tax.total();
    discount += tax.discount();
  }
  CHECK(receipt.taxes(0).tax_rate() == 700);
  CHECK(receipt.taxes(0).total() == 333);
  CHECK(total == receipt.total());
  CHECK(discount == receipt.discount());
}

}  // namespace
}  // namespace loyald::daemon

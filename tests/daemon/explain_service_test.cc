// SPDX-License-Identifier: Apache-2.0
// Over a real socket: explanations as sentences and as data, of entries and of quotes; receipts in
// the member's language; a receipt's code.
#include "tests/daemon/support/running_daemon.h"
#include "tests/support/doctest.h"

namespace loyald::daemon {
namespace {

using testing::RunningDaemon;
using testing::test_card;

struct Shop {
  RunningDaemon store;

  v1::Receipt sell(const std::string& id, std::int32_t quantity = 1) {
    v1::CheckoutRequest request;
    request.set_checkout_id(id);
    request.set_register_("1");
    request.set_card(test_card(1));
    v1::Line& line = *request.add_lines();
    line.set_sku("77");
    line.set_amount(1250);
    line.set_quantity(quantity);
    return store.good<v1::CheckoutResponse>("Checkout", request).receipt();
  }

  void enrol(const std::string& language) {
    v1::EnrolRequest request;
    request.set_enrol_id("enrol");
    request.set_register_("1");
    request.set_card(test_card(1));
    request.mutable_profile()->set_language(language);
    store.good<v1::EnrolResponse>("Enrol", request);
  }
};

TEST_CASE("an entry is explained as data and in the language that is asked for") {
  Shop shop;
  v1::ExplainRequest request;
  request.set_seq(shop.sell("a").seq());
  request.set_language("de-AT");
  const auto german = shop.store.good<v1::ExplainResponse>("Explain", request);
  CHECK(german.text(2).find("Regel „base“: 1 Points je 1,00 EUR; 12,50 EUR gezählt") == 0);
  REQUIRE(german.rules_size() == 1);
  const v1::ExplainedRule& rule = german.rules(0);
  CHECK(rule.rule() == "base");
  CHECK(rule.credit() == "earned");
  CHECK(rule.owner() == "member");
  CHECK(rule.counted() == 1250);
  CHECK(rule.rate_per() == 100);
  CHECK(rule.quantity() == 12);
  CHECK_FALSE(rule.has_not_applied());
  REQUIRE(rule.lines_size() == 1);
  CHECK(rule.lines(0).sku() == "77");
  CHECK(rule.lines(0).quantity() == 12);
  request.clear_language();
  const auto english = shop.store.good<v1::ExplainResponse>("Explain", request);
  CHECK(english.text(2).find("Rule \"base\": 1 Points for every 1.00 EUR") == 0);
  CHECK(english.receipt().SerializeAsString() == german.receipt().SerializeAsString());
}

TEST_CASE("a quote is explained by the same code, and nothing is written") {
  Shop shop;
  shop.sell("a");
  v1::ExplainQuoteRequest request;
  request.mutable_quote()->set_card(test_card(1));
  request.mutable_quote()->add_lines()->set_amount(60);
  request.mutable_quote()->add_lines()->set_amount(30);
  request.set_language("de");
  const auto text = shop.store.good<v1::ExplainResponse>("ExplainQuote", request);
  REQUIRE(text.rules_size() == 1);
  CHECK(text.rules(0).quantity() == 0);
  CHECK(text.rules(0).not_applied().code() == "less_than_one");
  CHECK(text.rules(0).not_applied().numbers(0) == 90);
  CHECK(text.rules(0).not_applied().text() == "weniger als eins: 90 gezählt, 1 je 100");
  CHECK_FALSE(text.has_receipt());
  const auto status = shop.store.good<v1::StatusResponse>("Status", v1::StatusRequest());
  const auto before = status.seq();
  shop.store.good<v1::ExplainResponse>("ExplainQuote", request);
  CHECK(shop.store.good<v1::StatusResponse>("Status", v1::StatusRequest()).seq() == before);
  request.mutable_quote()->add_rewards()->set_reward("euro");
  const auto refused = shop.store.call<v1::ExplainResponse>("ExplainQuote", request);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::failed_precondition);
}

TEST_CASE("a quote says why in the language that is asked for, amounts as money") {
  RunningDaemon store("", {}, R"(
name = "Bonus"
currency = "EUR"
[[unit]]
id = "points"
[[earn]]
id = "base"
unit = "points"
quantity = 1
per = 1
exclude.categories = ["tobacco"]
[[reward]]
id = "pay"
name = "Pay"
unit = "points"
points_as_money = { cost = 1, value = 1 }
[[reward]]
id = "early"
name = "Early"
unit = "points"
when.valid_from = "2099-01-31"
amount_off = { cost = 1, value = 1 }
)");
  const auto call = [&](const auto& method, const auto& request, auto response) {
    auto got = store.call<decltype(response)>(method, request);
    REQUIRE_MESSAGE(got, (got ? "" : got.error().message));
    return *std::move(got);
  };
  v1::CheckoutRequest sale;
  sale.set_checkout_id("a");
  sale.set_register_("1");
  sale.set_card(test_card(1));
  sale.add_lines()->set_amount(5'000);
  call("Checkout", sale, v1::CheckoutResponse());
  v1::QuoteRequest request;
  request.set_card(test_card(1));
  v1::Line& line = *request.add_lines();
  line.set_amount(1'234);
  line.set_category("tobacco");
  v1::RewardUse& use = *request.add_rewards();
  use.set_reward("pay");
  use.set_quantity(2'000);
  const auto said = [&](const std::string& language) {
    request.set_language(language);
    const auto quote = call("Quote", request, v1::QuoteResponse());
    return std::vector<std::string>{quote.lines(0).earned(0).reason(), quote.rewards(0).clamped(),
                                    quote.offers(1).unavailable()};
  };
  CHECK(said("") == std::vector<std::string>{"excluded: category tobacco",
                                             "only 12.34 EUR left to pay", "only from 2099-01-31"});
  CHECK(said("de-CH") == std::vector<std::string>{"ausgenommen: Kategorie tobacco",
                                                  "nur noch 12,34 EUR zu zahlen",
                                                  "erst ab 31.01.2099"});
}

TEST_CASE("a receipt speaks the member's language, also when it is asked for again later") {
  Shop shop;
  shop.enrol("de-DE");
  const v1::Receipt receipt = shop.sell("a");
  CHECK(receipt.text(0) == "Summe 12,50 EUR");
  CHECK(receipt.text(1).find("Gesammelt 12 Points, gültig bis ") == 0);
  v1::UpdateMemberRequest update;
  update.set_update_id("u");
  update.set_register_("1");
  update.set_card(test_card(1));
  update.mutable_profile()->set_language("en");
  shop.store.good<v1::UpdateMemberResponse>("UpdateMember", update);
  CHECK(shop.sell("a").SerializeAsString() == receipt.SerializeAsString());
  CHECK(shop.sell("b").text(0) == "Total 12.50 EUR");
  v1::ReturnRequest back;
  back.set_return_id("r");
  back.set_register_("1");
  back.set_checkout_id("a");
  v1::ReturnLine& line = *back.add_lines();
  line.set_line(1);
  line.set_quantity(1);
  const auto returned = shop.store.good<v1::ReturnResponse>("Return", back).receipt();
  CHECK(returned.text(1) == "Erstattung 12,50 EUR");
}

TEST_CASE("an adjustment's receipt speaks the language that the member's profile says") {
  Shop shop;
  v1::AdjustRequest adjust;
  adjust.set_register_("1");
  adjust.set_card(test_card(1));
  adjust.set_unit("points");
  adjust.set_quantity(7);
  adjust.set_reason("sorry");
  const auto text = [&](const char* id) {
    adjust.set_adjust_id(id);
    return shop.store.good<v1::AdjustResponse>("Adjust", adjust).receipt().text(0);
  };
  CHECK(text("before") == "Added 7 Points: sorry");
  shop.enrol("de");
  CHECK(text("after") == "Gutgeschrieben 7 Points: sorry");
}

TEST_CASE("a receipt says what is gone within a month, and when") {
  Shop shop;
  v1::AdjustRequest adjust;
  adjust.set_adjust_id("a");
  adjust.set_register_("1");
  adjust.set_card(test_card(1));
  adjust.set_unit("points");
  adjust.set_quantity(7);
  adjust.set_reason("sorry");
  adjust.set_business_date("2026-11-21");
  adjust.set_expires_on("2026-12-10");
  shop.store.good<v1::AdjustResponse>("Adjust", adjust);
  v1::CheckoutRequest request;
  request.set_checkout_id("s");
  request.set_register_("1");
  request.set_card(test_card(1));
  request.set_business_date("2026-11-21");
  request.add_lines()->set_amount(1250);
  const auto receipt = shop.store.good<v1::CheckoutResponse>("Checkout", request).receipt();
  REQUIRE(receipt.balances_size() == 1);
  CHECK(receipt.balances(0).expiring().quantity() == 7);
  CHECK(receipt.balances(0).expiring().expires_on() == "2026-12-10");
  CHECK(receipt.text(receipt.text_size() - 1) == "You have 19 Points, 7 of them until 2026-12-09");
}

TEST_CASE("a receipt's code takes its goods back") {
  Shop shop;
  const v1::Receipt receipt = shop.sell("a", 2);
  CHECK(receipt.return_code().starts_with("LJR1."));
  v1::ReturnRequest back;
  back.set_return_id("r");
  back.set_register_("2");
  back.set_return_code(receipt.return_code());
  v1::ReturnLine& line = *back.add_lines();
  line.set_line(1);
  line.set_quantity(1);
  CHECK(shop.store.good<v1::ReturnResponse>("Return", back).receipt().refund() == 625);
  back.set_return_id("s");
  back.set_checkout_id("a");
  const auto refused = shop.store.call<v1::ReturnResponse>("Return", back);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message.starts_with("return_code"));
}

}  // namespace
}  // namespace loyald::daemon

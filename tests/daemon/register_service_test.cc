// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <future>
#include <thread>

#include "tests/daemon/support/running_daemon.h"
#include "tests/support/doctest.h"

// The register's contract over a real socket: server, codec, books thread, SQLite.
namespace loyald::daemon {
namespace {

using testing::RunningDaemon;
using testing::test_card;

v1::CheckoutRequest sale(const std::string& id, const std::string& card, std::int32_t amount) {
  v1::CheckoutRequest request;
  request.set_checkout_id(id);
  request.set_register_("1");
  request.set_cashier("ann");
  request.set_card(card);
  v1::Line& line = *request.add_lines();
  line.set_sku("milk");
  line.set_quantity(2);
  line.set_amount(amount);
  return request;
}

v1::Receipt sell(RunningDaemon& store, const v1::CheckoutRequest& request) {
  const auto response = store.call<v1::CheckoutResponse>("Checkout", request);
  REQUIRE_MESSAGE(response, response.error().message);
  return response->receipt();
}

template <class Res>
Error refused(RunningDaemon& store, const std::string& method,
              const google::protobuf::Message& request) {
  const auto response = store.call<Res>(method, request);
  REQUIRE_FALSE(response);
  return response.error();
}

TEST_CASE("a sale, from the card to the receipt") {
  RunningDaemon store;
  v1::IdentifyRequest who;
  who.set_card(test_card(1));
  auto member = store.call<v1::IdentifyResponse>("Identify", who);
  REQUIRE(member);
  CHECK(member->member().is_new());
  CHECK(member->member().card_state() == "active");
  CHECK(member->member().head_office().state() == v1::HeadOfficeLink::NONE);
  CHECK(sell(store, sale("a", test_card(1), 2550)).earned(0).quantity() == 25);

  v1::QuoteRequest asked;
  asked.set_card(test_card(1));
  asked.add_lines()->set_amount(1000);
  asked.add_rewards()->set_reward("euro");
  const auto quote = store.call<v1::QuoteResponse>("Quote", asked);
  REQUIRE_MESSAGE(quote, quote.error().message);
  CHECK(quote->total() == 1000);
  CHECK(quote->to_pay() == 900);
  CHECK(quote->earned(0).quantity() == 9);
  CHECK(quote->offers(0).name() == "1 EUR off");

  v1::CheckoutRequest request = sale("b", test_card(1), 1000);
  request.add_rewards()->set_reward("euro");
  const v1::Receipt receipt = sell(store, request);
  CHECK(receipt.seq() == 2);
  CHECK(receipt.paid() == 900);
  CHECK(receipt.rewards(0).cost() == 10);
  CHECK(receipt.balances(0).quantity() == 24);
  REQUIRE(receipt.movements_size() == 2);
  CHECK(receipt.movements(0).quantity() == 9);
  CHECK(receipt.movements(1).quantity() == -10);
  CHECK(receipt.text(0) == "Total 10.00 EUR");
  CHECK(receipt.text(1) == "1 EUR off -1.00 EUR for 10 Points");
  CHECK(receipt.text(receipt.text_size() - 1) == "You have 24 Points");
}

TEST_CASE("units are held while the customer pays, captured by the checkout or released") {
  RunningDaemon store;
  sell(store, sale("a", test_card(1), 2550));
  v1::HoldRequest asked;
  asked.set_hold_id("h");
  asked.set_register_("1");
  asked.set_cashier("ann");
  asked.set_card(test_card(1));
  asked.add_lines()->set_amount(1000);
  asked.add_rewards()->set_reward("euro");
  const auto held = store.call<v1::HoldResponse>("Hold", asked);
  REQUIRE_MESSAGE(held, held.error().message);
  CHECK(held->seq() == 2);
  REQUIRE(held->held_size() == 1);
  CHECK(held->held(0).name() == "Points");
  CHECK(held->held(0).quantity() == 10);
  CHECK(held->valid_until().size() == 24);
  const auto again = store.call<v1::HoldResponse>("Hold", asked);
  REQUIRE(again);
  CHECK(again->SerializeAsString() == held->SerializeAsString());

  v1::IdentifyRequest who;
  who.set_card(test_card(1));
  auto member = store.call<v1::IdentifyResponse>("Identify", who);
  REQUIRE(member);
  CHECK(member->member().balances(0).held() == 10);
  CHECK(member->member().balances(0).safe_to_spend() == 15);

  SUBCASE("captured") {
    v1::CheckoutRequest request = sale("b", test_card(1), 1000);
    request.add_rewards()->set_reward("euro");
    request.set_hold_id("h");
    CHECK(sell(store, request).balances(0).quantity() == 24);
    request.set_checkout_id("c");
    CHECK(refused<v1::CheckoutResponse>(store, "Checkout", request).code ==
          Errc::failed_precondition);
  }
  SUBCASE("released") {
    v1::ReleaseRequest release;
    release.set_release_id("r");
    release.set_register_("1");
    release.set_hold_id("h");
    const auto released = store.call<v1::ReleaseResponse>("Release", release);
    REQUIRE_MESSAGE(released, released.error().message);
    CHECK(released->seq() == 3);
    member = store.call<v1::IdentifyResponse>("Identify", who);
    REQUIRE(member);
    CHECK(member->member().balances(0).held() == 0);
    CHECK(member->member().balances(0).safe_to_spend() == 25);
    v1::HistoryRequest history;
    history.set_card(test_card(1));
    const auto entries = store.call<v1::HistoryResponse>("History", history);
    REQUIRE(entries);
    CHECK(entries->entries(0).kind() == "release");
    CHECK(entries->entries(1).kind() == "hold");
    CHECK(entries->entries(1).cashier() == "ann");
  }
  SUBCASE("a time that is too long is refused") {
    asked.set_hold_id("h2");
    asked.set_valid_for_s(86'401);
    const Error error = refused<v1::HoldResponse>(store, "Hold", asked);
    CHECK(error.code == Errc::invalid_argument);
    CHECK(error.message.find("valid_for_s") != std::string::npos);
  }
}

TEST_CASE("the same again is the same receipt byte for byte, other content is refused") {
  RunningDaemon store;
  const v1::CheckoutRequest request = sale("a", test_card(1), 500);
  const v1::Receipt first = sell(store, request);
  sell(store, sale("b", test_card(1), 700));
  CHECK(sell(store, request).SerializeAsString() == first.SerializeAsString());
  const Error conflict =
      refused<v1::CheckoutResponse>(store, "Checkout", sale("a", test_card(1), 501));
  CHECK(conflict.code == Errc::already_exists);
  CHECK(conflict.message.find("amount: 500 -> 501") != std::string::npos);

  // Also after a restart.
  store.stop();
  store.start();
  CHECK(sell(store, request).SerializeAsString() == first.SerializeAsString());
}

TEST_CASE("goods come back, a sale is undone, history and explanation tell of it") {
  RunningDaemon store;
  sell(store, sale("a", test_card(1), 2000));
  v1::ReturnRequest back;
  back.set_return_id("r");
  back.set_register_("1");
  back.set_checkout_id("a");
  back.add_lines()->set_line(1);
  back.mutable_lines(0)->set_quantity(1);
  const auto returned = store.call<v1::ReturnResponse>("Return", back);
  REQUIRE_MESSAGE(returned, returned.error().message);
  CHECK(returned->receipt().refund() == 1000);
  CHECK(returned->receipt().movements(0).quantity() == -10);
  CHECK(returned->receipt().text(1) == "Refund 10.00 EUR");

  sell(store, sale("b", test_card(1), 300));
  v1::VoidRequest undo;
  undo.set_void_id("v");
  undo.set_register_("1");
  undo.set_checkout_id("b");
  REQUIRE(store.call<v1::VoidResponse>("Void", undo));

  v1::HistoryRequest asked;
  asked.set_card(test_card(1));
  const auto history = store.call<v1::HistoryResponse>("History", asked);
  REQUIRE(history);
  REQUIRE(history->entries_size() == 4);
  CHECK(history->entries(0).kind() == "void");
  CHECK(history->entries(1).lines(0).returned() == 2);
  CHECK(history->entries(3).kind() == "sale");
  CHECK(history->entries(3).lines(0).returned() == 1);
  CHECK(history->entries(3).paid() == 2000);

  v1::ExplainRequest why;
  why.set_register_("1");
  why.set_id("r");
  const auto explained = store.call<v1::ExplainResponse>("Explain", why);
  REQUIRE(explained);
  CHECK(explained->receipt().SerializeAsString() == returned->receipt().SerializeAsString());
  CHECK(explained->text_size() > 0);
}

TEST_CASE("members: enrol, find by phone and mail, a further card, a lost one, points by hand") {
  RunningDaemon store;
  v1::EnrolRequest enrol;
  enrol.set_enrol_id("e");
  enrol.set_register_("1");
  enrol.set_card(test_card(1));
  enrol.mutable_profile()->set_name("Ann Example");
  enrol.mutable_profile()->set_phone("+49 170 1234567");
  enrol.mutable_profile()->set_mail("Ann@Example.org");
  const auto enrolled = store.call<v1::EnrolResponse>("Enrol", enrol);
  REQUIRE_MESSAGE(enrolled, enrolled.error().message);
  CHECK(enrolled->member().name() == "Ann Example");
  CHECK_FALSE(enrolled->member().is_new());

  v1::LinkCardRequest link;
  link.set_link_id("l");
  link.set_register_("1");
  link.set_member("0049 170/1234567");
  link.set_card(test_card(2));
  REQUIRE(store.call<v1::LinkCardResponse>("LinkCard", link));

  v1::AdjustRequest adjust;
  adjust.set_adjust_id("p");
  adjust.set_register_("1");
  adjust.set_card("ann@example.org");
  adjust.set_unit("points");
  adjust.set_quantity(5);
  adjust.set_reason("the coffee was cold");
  const auto adjusted = store.call<v1::AdjustResponse>("Adjust", adjust);
  REQUIRE_MESSAGE(adjusted, adjusted.error().message);
  CHECK(adjusted->receipt().text(0) == "Added 5 Points: the coffee was cold");
  CHECK(adjusted->receipt().member_id() == enrolled->member().member_id());

  v1::BlockCardRequest block;
  block.set_block_id("x");
  block.set_register_("1");
  block.set_card(test_card(1));
  block.set_state("lost");
  REQUIRE(store.call<v1::BlockCardResponse>("BlockCard", block));
  CHECK(refused<v1::CheckoutResponse>(store, "Checkout", sale("a", test_card(1), 100)).code ==
        Errc::permission_denied);
  CHECK(sell(store, sale("a", test_card(2), 100)).balances(0).quantity() == 6);
}

TEST_CASE("what is no card, nobody's phone, or malformed is refused in words") {
  RunningDaemon store;
  v1::IdentifyRequest who;
  who.set_card("4006381333931");
  CHECK(refused<v1::IdentifyResponse>(store, "Identify", who).code == Errc::not_found);
  who.set_card("+49 170 9999999");
  CHECK(refused<v1::IdentifyResponse>(store, "Identify", who).code == Errc::not_found);
  v1::CheckoutRequest bad = sale("a", test_card(1), 100);
  bad.add_lines()->set_amount(-5);
  const Error error = refused<v1::CheckoutResponse>(store, "Checkout", bad);
  CHECK(error.code == Errc::invalid_argument);
  CHECK(error.message.starts_with("lines[1].amount: must be 0 or more, not -5"));
}

TEST_CASE("status says how the store stands") {
  RunningDaemon store;
  sell(store, sale("a", test_card(1), 100));
  const auto status = store.call<v1::StatusResponse>("Status", v1::StatusRequest());
  REQUIRE(status);
  CHECK(status->store_id() == 7);
  CHECK(status->store_name() == "Market Street");
  CHECK(status->seq() == 1);
  CHECK(status->members() == 1);
  CHECK(status->programme_name() == "Bonus");
  CHECK(status->currency() == "EUR");
  CHECK(status->problems_size() == 0);
}

TEST_CASE("many registers at once: every sale counts once, whatever is repeated") {
  RunningDaemon store;
  constexpr int kRegisters = 8;
  constexpr int kSales = 25;
  std::vector<std::thread> registers;
  std::atomic<int> failures{0};
  for (int r = 0; r < kRegisters; ++r) {
    registers.emplace_back([&, r] {
      for (int i = 0; i < kSales; ++i) {
        v1::CheckoutRequest request = sale("s" + std::to_string(i), test_card(1), 100);
        request.set_register_(std::to_string(r));
        const auto first = store.call<v1::CheckoutResponse>("Checkout", request);
        const auto again = store.call<v1::CheckoutResponse>("Checkout", request);
        const bool same =
            first && again && first->SerializeAsString() == again->SerializeAsString();
        failures += same ? 0 : 1;
      }
    });
  }
  for (std::thread& one : registers) one.join();
  CHECK(failures == 0);
  v1::IdentifyRequest who;
  who.set_card(test_card(1));
  const auto member = store.call<v1::IdentifyResponse>("Identify", who);
  REQUIRE(member);
  CHECK(member->member().balances(0).safe_to_spend() == kRegisters * kSales);
}

TEST_CASE("a stop answers or refuses what is on its way, and what was answered is there") {
  RunningDaemon store;
  std::atomic<int> recorded{0};
  std::thread customer([&] {
    for (int i = 0;; ++i) {
      if (!store.call<v1::CheckoutResponse>("Checkout",
                                            sale("s" + std::to_string(i), test_card(1), 100))) {
        return;
      }
      ++recorded;
    }
  });
  while (recorded < 10) std::this_thread::yield();
  // The customer's client is kept by `store`; only the daemon goes.
  store.stop();
  customer.join();
  store.start();
  const auto status = store.call<v1::StatusResponse>("Status", v1::StatusRequest());
  REQUIRE(status);
  CHECK(status->seq() >= recorded);
}

}  // namespace
}  // namespace loyald::daemon

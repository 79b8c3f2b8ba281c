// SPDX-License-Identifier: Apache-2.0
// Who may do what at a store that names its staff: over a real socket, with real PINs.
#include "daemon/config.h"
#include "daemon/pin_attempts.h"
#include "daemon/pin_hash.h"
#include "tests/daemon/support/running_daemon.h"
#include "tests/support/doctest.h"

namespace loyald::daemon {
namespace {

using testing::RunningDaemon;
using testing::test_card;

std::string staff_config() {
  const auto hash = hash_pin("2468");
  REQUIRE(hash);
  return R"(
[[role]]
id = "cashier"
may_adjust = { points = 20 }
may_adjust_per_day = { points = 30 }
[[role]]
id = "lead"
may_adjust = { points = 1000 }
may_approve = true
[[staff]]
id = "ann"
cards = [")" +
         test_card(7) + R"("]
role = "cashier"
[[staff]]
id = "berta"
cards = [")" +
         test_card(8) + R"("]
role = "lead"
pin = ")" +
         *hash + "\"\n";
}

struct Shop {
  RunningDaemon store{staff_config()};
  int operations = 0;

  v1::AdjustRequest adjust(std::int32_t quantity) {
    v1::AdjustRequest request;
    request.set_adjust_id("a" + std::to_string(++operations));
    request.set_register_("1");
    request.set_cashier("ann");
    request.set_card(test_card(1));
    request.set_unit("points");
    request.set_quantity(quantity);
    request.set_reason("forgotten card");
    return request;
  }
  Result<v1::AdjustResponse> send(const v1::AdjustRequest& request) {
    return store.call<v1::AdjustResponse>("Adjust", request);
  }
  Result<v1::AdjustResponse> approved(std::int32_t quantity, const std::string& pin) {
    v1::AdjustRequest request = adjust(quantity);
    request.mutable_approval()->set_staff("berta");
    request.mutable_approval()->set_pin(pin);
    return send(request);
  }
};

TEST_CASE("a cashier adjusts within their role; beyond it somebody approves by PIN or card") {
  Shop shop;
  REQUIRE(shop.send(shop.adjust(20)));
  const auto alone = shop.send(shop.adjust(21));
  REQUIRE_FALSE(alone);
  CHECK(alone.error().code == Errc::permission_denied);
  CHECK(alone.error().message.find("ask a colleague") != std::string::npos);
  CHECK_FALSE(shop.send(shop.adjust(11)));  // 31 on one day
  REQUIRE(shop.send(shop.adjust(10)));
  const auto by_pin = shop.approved(500, "2468");
  REQUIRE_MESSAGE(by_pin, (by_pin ? "" : by_pin.error().message));
  v1::AdjustRequest by_card = shop.adjust(100);
  by_card.mutable_approval()->set_card(test_card(8));
  REQUIRE(shop.send(by_card));
  by_card = shop.adjust(100);
  by_card.mutable_approval()->set_card(test_card(7));
  CHECK_FALSE(shop.send(by_card));

  v1::HistoryRequest asked;
  asked.set_card(test_card(1));
  const auto history = shop.store.call<v1::HistoryResponse>("History", asked);
  REQUIRE(history);
  CHECK(history->entries(0).approved_by() == "berta");
  CHECK(history->entries(0).cashier() == "ann");
  CHECK(history->entries(2).approved_by().empty());
}

TEST_CASE("after five wrong PINs the right one is refused, too, and nothing is booked") {
  Shop shop;
  for (int i = 0; i < kMaxWrongPins; ++i) {
    const auto refused = shop.approved(500, "1357");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == Errc::permission_denied);
  }
  const auto locked = shop.approved(500, "2468");
  REQUIRE_FALSE(locked);
  CHECK(locked.error().code == Errc::resource_exhausted);
  v1::IdentifyRequest who;
  who.set_card(test_card(1));
  const auto found = shop.store.call<v1::IdentifyResponse>("Identify", who);
  REQUIRE(found);
  for (const auto& balance : found->member().balances()) CHECK(balance.safe_to_spend() == 0);
}

TEST_CASE("a cashier's own card is rung up by a colleague") {
  Shop shop;
  v1::CheckoutRequest request;
  request.set_checkout_id("own");
  request.set_register_("1");
  request.set_cashier("ann");
  request.set_card(test_card(7));
  request.add_lines()->set_amount(1000);
  const auto refused = shop.store.call<v1::CheckoutResponse>("Checkout", request);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == Errc::permission_denied);
  CHECK(refused.error().message.find("let a colleague ring it up") != std::string::npos);
  v1::ExplainQuoteRequest asked;
  asked.mutable_quote()->set_cashier("ann");
  asked.mutable_quote()->set_card(test_card(7));
  asked.mutable_quote()->add_lines()->set_amount(1000);
  const auto quoted = shop.store.call<v1::QuoteResponse>("Quote", asked.quote());
  const auto explained = shop.store.call<v1::ExplainResponse>("ExplainQuote", asked);
  REQUIRE_FALSE(quoted);
  REQUIRE_FALSE(explained);
  CHECK(explained.error() == quoted.error());
  request.set_cashier("berta");
  CHECK(shop.store.call<v1::CheckoutResponse>("Checkout", request));
}

TEST_CASE("wrong PINs are forgotten after a while, and when one was right") {
  PinAttempts attempts;
  Timestamp now{1'790'000'000'000};
  for (int i = 0; i < kMaxWrongPins; ++i) REQUIRE(attempts.begin("berta", now));
  CHECK_FALSE(attempts.begin("berta", now));
  CHECK(attempts.begin("carla", now));
  now = now + kPinLock;
  CHECK(attempts.begin("berta", now));
  attempts.right("berta");
  for (int i = 0; i < kMaxWrongPins; ++i) CHECK(attempts.begin("berta", now));
}

TEST_CASE("mistakes in [[staff]] and [[role]] are named") {
  const std::string base = R"(
state_directory = "/var/lib/loyald"
programme_file = "programme.toml"
store = { id = 7 }
[[card_format]]
name = "Bonus card"
prefix = "042"
min_length = 13
max_length = 13
)";
  const auto message = [&](const std::string& more) {
    const auto settings = parse_config(base + more, "/etc/loyald/loyald.toml");
    return settings ? "" : settings.error().message + " / " + settings.error().hint;
  };
  const auto names = [&](const std::string& more, const std::string& key, const std::string& what) {
    const std::string said = message(more);
    CAPTURE(said);
    CHECK(said.find(key) != std::string::npos);
    CHECK(said.find(what) != std::string::npos);
  };
  const std::string lead = "[[role]]\nid = \"lead\"\n";
  CHECK(message(lead + "[[staff]]\nid = \"ann\"\nrole = \"lead\"") == "");
  names(lead + "[[staff]]\nid = \"ann\"\nrole = \"leads\"", "staff[1].role", "did you mean");
  names("[[staff]]\nid = \"ann\"\n[[staff]]\nid = \"ann\"", "staff[2].id", "taken already");
  names("[[staff]]\nid = \"ann\"\npin = \"1234\"", "staff[1].pin", "loyalctl staff pin");
  names("[[staff]]\nid = \"ann\"\ncards = [\"4006381333931\"]", "staff[1].cards[1]", "");
  names("[[role]]\nid = \"lead\"\nmay_adjust_per_day = { points = 5 }",
        "role[1].may_adjust_per_day.points", "may_adjust");
}

}  // namespace
}  // namespace loyald::daemon

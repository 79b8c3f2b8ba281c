// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <functional>
#include <thread>

#include "tests/daemon/support/running_daemon.h"
#include "tests/daemon/support/running_head_office.h"
#include "tests/support/doctest.h"

// Two stores' daemons and a head office's in one process, over real sockets.
namespace loyald::daemon {
namespace {

using testing::RunningDaemon;
using testing::RunningHeadOffice;
using testing::test_card;

// Asks until it is so, at most 20 s.
bool eventually(const std::function<bool()>& is_so) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < end) {
    if (is_so()) return true;
    std::this_thread::yield();
  }
  return false;
}

v1::StatusResponse status(RunningDaemon& store) {
  return store.call<v1::StatusResponse>("Status", v1::StatusRequest())
      .value_or(v1::StatusResponse());
}

Result<v1::CheckoutResponse> sell(RunningDaemon& store, const std::string& id) {
  v1::CheckoutRequest request;
  request.set_checkout_id(id);
  request.set_register_("1");
  request.set_card(test_card(1));
  request.add_lines()->set_amount(1000);
  return store.call<v1::CheckoutResponse>("Checkout", request);
}

std::int32_t confirmed(RunningDaemon& store) {
  v1::IdentifyRequest who;
  who.set_card(test_card(1));
  const auto member = store.call<v1::IdentifyResponse>("Identify", who);
  if (!member || member->member().balances_size() == 0) return -1;
  return member->member().balances(0).confirmed();
}

TEST_CASE("what one store sells, the other knows; a head office that comes back gets the rest") {
  RunningHeadOffice office;
  RunningDaemon first(office.link_config(1));
  RunningDaemon second(office.link_config(2));
  // Without a programme nothing can be decided, and the status says so.
  CHECK(status(first).problems_size() == 1);
  CHECK_FALSE(sell(first, "too early"));
  office.publish();
  REQUIRE(eventually([&] { return status(first).programme_version() == 1; }));
  REQUIRE(eventually([&] { return status(second).programme_version() == 1; }));

  REQUIRE(sell(first, "a"));
  CHECK(eventually([&] { return confirmed(first) == 10; }));
  CHECK(eventually([&] { return confirmed(second) == 10; }));
  CHECK(status(first).head_office().state() == v1::HeadOfficeLink::CONNECTED);

  office.stop();
  REQUIRE(sell(first, "b"));
  CHECK(
      eventually([&] { return status(first).head_office().state() == v1::HeadOfficeLink::AWAY; }));
  CHECK(status(first).head_office().waiting() == 1);
  office.start();
  CHECK(eventually([&] { return confirmed(second) == 20; }));
  CHECK(eventually([&] { return status(first).counted_seq() == 2; }));
  CHECK(status(first).problems_size() == 0);
}

TEST_CASE("a store stops at once while a message is on its way to a silent head office") {
  // Accepts connections and never answers.
  RunningHeadOffice office;
  RunningDaemon store(office.silent_link_config(1));
  const auto before = std::chrono::steady_clock::now();
  store.stop();
  CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(5));
}

}  // namespace
}  // namespace loyald::daemon

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <string>
#include <thread>

#include "daemon/settings.h"
#include "daemon/store_daemon.h"
#include "store/base/clock.h"
#include "sync/rpc/connect_client.h"
#include "sync/rpc/http_client.h"
#include "tests/support/doctest.h"
#include "tests/support/temporary_directory.h"

namespace loyald::daemon::testing {

// One point for each Euro, ten points are worth a Euro.
inline constexpr const char* kProgramme = R"(
name = "Bonus"
currency = "EUR"
[[unit]]
id = "points"
name = "Points"
expires_after_months = 12
[[earn]]
id = "base"
unit = "points"
quantity = 1
per = 100
[[reward]]
id = "euro"
name = "1 EUR off"
unit = "points"
amount_off = { cost = 10, value = 100 }
)";

// 042 and nine digits with their check digit: a card of the test configuration.
std::string test_card(int number);

// A request of register 1, cashier ann, with this card.
template <class Request>
Request at_register(const std::string& card) {
  Request request;
  request.set_register_("1");
  request.set_cashier("ann");
  request.set_card(card);
  return request;
}

// A store's daemon in this process, with its books in a directory of its own, and a client on its
// Unix socket.
class RunningDaemon {
 public:
  // `more` is appended to the configuration. A store without head office has the number 7 and
  // `programme`; with one (RunningHeadOffice::link_config) it has the number of its token.
  explicit RunningDaemon(const std::string& more = "", BatchLoop::Limits limits = {},
                         const char* programme = kProgramme);
  ~RunningDaemon() { stop(); }

  void start();
  void stop();
  // Runs `call` on the daemon's I/O thread and waits for it.
  void on_io_thread(const std::function<void()>& call);

  template <class Res>
  Result<Res> call(const std::string& method, const google::protobuf::Message& request) {
    return client_->call_and_wait<Res>("loyald.v1.RegisterService/" + method, request).result;
  }

  // The same, where nothing may be wrong with it.
  template <class Res>
  Res good(const std::string& method, const google::protobuf::Message& request) {
    auto response = call<Res>(method, request);
    REQUIRE_MESSAGE(response, (response ? "" : response.error().message));
    return *std::move(response);
  }

  const std::string& socket() const { return socket_; }
  std::string file(const std::string& name) const { return directory_.file(name); }
  StoreDaemon& daemon() { return *daemon_; }

 private:
  loyald::testing::TemporaryDirectory directory_;
  std::string config_;
  BatchLoop::Limits limits_;
  SystemClock clock_;
  std::string socket_;
  std::unique_ptr<boost::asio::io_context> io_;
  std::unique_ptr<StoreDaemon> daemon_;
  std::thread thread_;
  rpc::HttpClient http_{{}};
  std::unique_ptr<rpc::ConnectClient> client_;
};

}  // namespace loyald::daemon::testing

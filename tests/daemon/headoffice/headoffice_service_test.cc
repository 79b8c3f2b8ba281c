// SPDX-License-Identifier: Apache-2.0
#include <optional>

#include "sync/rpc/connect_client.h"
#include "tests/daemon/support/head_office_thread.h"
#include "tests/support/doctest.h"
#include "tests/support/temporary_directory.h"

namespace loyald::daemon {
namespace {

constexpr const char* kAdmin = "admin-token-00000";
constexpr const char* kProgramme = R"(
name = "Bonus"
currency = "EUR"
[[unit]]
id = "points"
)";

// A head office's daemon in this process, and clients of it.
class Served {
 public:
  explicit Served(HeadOfficeDaemon::Options with = {}) {
    const HeadOfficeDaemonSettings settings{
        directory_.path(),
        "127.0.0.1",
        0,
        kAdmin,
        {{1, "One", "store-token-00001"}, {2, "Two", "store-token-00002"}}};
    thread_.emplace(clock_, settings, std::move(with));
  }

  template <class Res>
  Result<Res> call(const std::string& token, const std::string& procedure,
                   const google::protobuf::Message& request) {
    rpc::ConnectClient::Options options;
    options.base_url = "http://127.0.0.1:" + std::to_string(thread_->port());
    options.bearer_token = token;
    const rpc::ConnectClient client(http_, options);
    auto outcome = client.call_and_wait<Res>("loyald.v1." + procedure, request);
    retry_after = outcome.retry_after;
    return std::move(outcome.result);
  }
  std::optional<std::chrono::seconds> retry_after;  // of the last call

 private:
  loyald::testing::TemporaryDirectory directory_;
  SystemClock clock_;
  std::optional<testing::HeadOfficeThread> thread_;
  rpc::HttpClient http_{{}};
};

v1::OpenRequest opening(std::uint64_t store) {
  v1::OpenRequest request;
  request.mutable_genesis()->set_store_id(store);
  request.mutable_genesis()->set_incarnation(std::string(16, 'i'));
  request.mutable_genesis()->set_device_pubkey(std::string(32, 'k'));
  request.set_oldest_protocol(1);
  request.set_newest_protocol(1);
  return request;
}

}  // namespace

TEST_CASE("a store that finds too many before it is told when to come, administrators are not") {
  HeadOfficeDaemon::Options options;
  options.most_waiting = 0;
  Served office(std::move(options));
  const auto opened =
      office.call<v1::OpenResponse>("store-token-00001", "SyncService/Open", opening(1));
  REQUIRE_FALSE(opened);
  CHECK(opened.error().code == Errc::unavailable);
  CHECK(office.retry_after == std::chrono::seconds(5));
  CHECK(office.call<v1::ListStoresResponse>(kAdmin, "HeadOfficeService/ListStores",
                                            v1::ListStoresRequest()));
  CHECK_FALSE(office.retry_after);
}

TEST_CASE("a store may sync with its own token alone, and only for itself") {
  Served office;
  CHECK(office.call<v1::OpenResponse>("store-token-00001", "SyncService/Open", opening(1)));
  for (const char* token : {"", "store-token-00002", kAdmin, "nonsense"}) {
    const auto reply = office.call<v1::OpenResponse>(token, "SyncService/Open", opening(1));
    REQUIRE_FALSE(reply);
    CHECK(reply.error().code == Errc::unauthenticated);
  }
  v1::PushRequest push;
  push.set_store_id(2);
  CHECK(office.call<v1::PushResponse>("store-token-00001", "SyncService/Push", push).error().code ==
        Errc::unauthenticated);
  v1::PullRequest pull;
  pull.set_store_id(2);
  CHECK(office.call<v1::PullResponse>("store-token-00001", "SyncService/Pull", pull).error().code ==
        Errc::unauthenticated);
  // With the right token the call arrives, and its content is judged.
  CHECK(office.call<v1::PullResponse>("store-token-00002", "SyncService/Pull", pull).error().code ==
        Errc::invalid_argument);
}

TEST_CASE("reports and programmes are the administrator's") {
  Served office;
  v1::PublishProgrammeRequest programme;
  programme.set_toml(kProgramme);
  const std::string publish = "HeadOfficeService/PublishProgramme";
  CHECK(office.call<v1::PublishProgrammeResponse>("store-token-00001", publish, programme)
            .error()
            .code == Errc::unauthenticated);
  const auto published = office.call<v1::PublishProgrammeResponse>(kAdmin, publish, programme);
  REQUIRE(published);
  CHECK(published->version() == 1);
  CHECK(office.call<v1::PublishProgrammeResponse>(kAdmin, publish, programme)->already_published());

  const auto stores = office.call<v1::ListStoresResponse>(kAdmin, "HeadOfficeService/ListStores",
                                                          v1::ListStoresRequest());
  REQUIRE(stores);
  CHECK(stores->stores_size() == 2);
  CHECK_FALSE(office.call<v1::ListStoresResponse>("", "HeadOfficeService/ListStores",
                                                  v1::ListStoresRequest()));
  CHECK(office
            .call<v1::GetMemberResponse>(kAdmin, "HeadOfficeService/GetMember",
                                         v1::GetMemberRequest())
            .error()
            .code == Errc::not_found);
  CHECK(office.call<v1::ListBalancesResponse>(kAdmin, "HeadOfficeService/ListBalances",
                                              v1::ListBalancesRequest()));
  CHECK(office.call<v1::ListExceptionsResponse>(kAdmin, "HeadOfficeService/ListExceptions",
                                                v1::ListExceptionsRequest()));
}

TEST_CASE("an open journal is there for the next call") {
  Served office;
  const auto opened =
      office.call<v1::OpenResponse>("store-token-00001", "SyncService/Open", opening(1));
  REQUIRE(opened);
  v1::PushRequest look;
  look.set_store_id(1);
  look.set_incarnation(std::string(16, 'i'));
  look.set_first_seq(1);
  look.set_prev_hash(opened->cursor_hash());
  look.set_head_hash(opened->cursor_hash());
  const auto reply = office.call<v1::PushResponse>("store-token-00001", "SyncService/Push", look);
  REQUIRE(reply);
  CHECK(reply->verdict() == v1::DUPLICATE);
  CHECK(reply->cursor_hash() == opened->cursor_hash());
}

}  // namespace loyald::daemon

// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/served_office.h"

#include <filesystem>
#include <stdexcept>

#include "tests/support/programme_text.h"

namespace loyald::bench {
namespace {

constexpr const char* kToken = "token-of-the-one-store";
constexpr const char* kAdminToken = "administrators-only-0";

template <class Value>
Value taken(Result<Value> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

rpc::ConnectClient::Options at(std::uint16_t port, const char* token) {
  rpc::ConnectClient::Options options;
  options.base_url = "http://127.0.0.1:" + std::to_string(port);
  options.bearer_token = token;
  return options;
}

daemon::HeadOfficeDaemonSettings settings_for(const std::string& directory,
                                              const std::string& postgres, StoreId store) {
  std::filesystem::create_directory(directory);
  daemon::HeadOfficeDaemonSettings settings;
  settings.state_directory = directory;
  settings.address = "127.0.0.1";
  settings.admin_token = kAdminToken;
  settings.database = postgres;
  settings.stores.push_back({store, "The one store", kToken});
  return settings;
}

}  // namespace

ServedOffice::ServedOffice(const std::string& directory, const std::string& postgres, Timestamp now,
                           const v1::OpenRequest& open)
    : clock_(now),
      thread_(clock_, settings_for(directory, postgres, open.genesis().store_id())),
      http_({}),
      client_(http_, at(thread_.port(), kToken)) {
  v1::PublishProgrammeRequest programme;
  programme.set_toml(testing::programme_text("first"));
  taken(rpc::ConnectClient(http_, at(thread_.port(), kAdminToken))
            .call_and_wait<v1::PublishProgrammeResponse>(
                "loyald.v1.HeadOfficeService/PublishProgramme", programme)
            .result);
  taken(client_.call_and_wait<v1::OpenResponse>("loyald.v1.SyncService/Open", open).result);
}

Result<v1::PushResponse> ServedOffice::push(const v1::PushRequest& request) {
  return client_.call_and_wait<v1::PushResponse>("loyald.v1.SyncService/Push", request).result;
}

}  // namespace loyald::bench

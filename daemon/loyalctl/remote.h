// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "sync/rpc/connect_client.h"

namespace loyald::loyalctl {

// Which store's daemon to ask.
struct StoreAddress {
  std::string socket = "/var/lib/loyald/register.sock";
  std::string url;  // instead of the socket, where given
};
void add_store_address(CLI::App& command, StoreAddress& address);

// Which head office to ask, and the administrator's token.
struct HeadOfficeAddress {
  std::string url = "http://127.0.0.1:7412";
  std::string token;
  std::string token_file;
  std::string ca_file;  // that its certificate must come from; empty: the system's
};
void add_head_office_address(CLI::App& command, HeadOfficeAddress& address);

// One call at a time to a running daemon.
class Remote {
 public:
  explicit Remote(const StoreAddress& address);
  // invalid_argument where the token file cannot be read or there is no token.
  static Result<std::unique_ptr<Remote>> to(const HeadOfficeAddress& address);

  template <class Reply>
  Result<Reply> call(std::string_view procedure, const google::protobuf::Message& request) {
    return client_.call_and_wait<Reply>(procedure, request).result;
  }

 private:
  explicit Remote(rpc::ConnectClient::Options options, const std::string& ca_file = {});

  rpc::HttpClient http_;
  rpc::ConnectClient client_;
};

}  // namespace loyald::loyalctl

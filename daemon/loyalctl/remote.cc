// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/remote.h"

#include "daemon/text_file.h"
#include "store/base/text.h"

namespace loyald::loyalctl {
namespace {

constexpr std::size_t kMaxTokenFileBytes = 4096;

rpc::ConnectClient::Options options_for(const StoreAddress& address) {
  rpc::ConnectClient::Options options;
  if (address.url.empty()) {
    options.base_url = "http://localhost";
    options.unix_socket_path = address.socket;
  } else {
    options.base_url = address.url;
  }
  return options;
}

rpc::HttpClient::Options believing(const std::string& ca_file) {
  rpc::HttpClient::Options options;
  options.ca_file = ca_file;
  return options;
}

}  // namespace

void add_store_address(CLI::App& command, StoreAddress& address) {
  command.add_option("--socket", address.socket, "the store daemon's Unix socket")
      ->capture_default_str();
  command.add_option("--store-url", address.url,
                     "the store daemon's address instead, for example http://127.0.0.1:7411");
}

void add_head_office_address(CLI::App& command, HeadOfficeAddress& address) {
  command.add_option("--url", address.url, "head office's address")
      ->capture_default_str()
      ->envname("LOYALD_HEAD_OFFICE");
  command.add_option("--token", address.token, "the administrator's token")
      ->envname("LOYALD_ADMIN_TOKEN");
  command.add_option("--token-file", address.token_file, "a file that holds it");
  command
      .add_option("--ca-file", address.ca_file,
                  "for https: authority-certificate.pem of its state directory")
      ->envname("LOYALD_CA_FILE");
}

Remote::Remote(rpc::ConnectClient::Options options, const std::string& ca_file)
    : http_(believing(ca_file)), client_(http_, std::move(options)) {}

Remote::Remote(const StoreAddress& address) : Remote(options_for(address)) {}

Result<std::unique_ptr<Remote>> Remote::to(const HeadOfficeAddress& address) {
  rpc::ConnectClient::Options options;
  options.base_url = address.url;
  options.bearer_token = address.token;
  if (!address.token_file.empty()) {
    LOYALD_ASSIGN(const std::string text,
                  daemon::read_text_file(address.token_file, kMaxTokenFileBytes));
    options.bearer_token = std::string(trim(text));
  }
  if (options.bearer_token.empty()) {
    return fail(Errc::invalid_argument, "head office wants the administrator's token",
                "give --token, --token-file or LOYALD_ADMIN_TOKEN");
  }
  return std::unique_ptr<Remote>(new Remote(std::move(options), address.ca_file));
}

}  // namespace loyald::loyalctl

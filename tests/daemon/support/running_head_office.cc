// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/support/running_head_office.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

#include "proto/loyald/v1/headoffice.pb.h"
#include "sync/rpc/connect_client.h"
#include "tests/daemon/support/running_daemon.h"

namespace loyald::daemon::testing {
namespace {

constexpr const char* kAdmin = "administrators-only-0";

std::string token(int store) { return "token-of-store-number-" + std::to_string(store); }

std::string link(int store, std::uint16_t port) {
  return "[head_office]\nurl = \"http://127.0.0.1:" + std::to_string(port) + "\"\ntoken = \"" +
         token(store) + "\"\ninterval_s = 1\n[redeem]\noffline_after_s = 2\n";
}

}  // namespace

RunningHeadOffice::RunningHeadOffice() : silent_(socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* plain = reinterpret_cast<sockaddr*>(&address);
  if (bind(silent_, plain, size) != 0 || listen(silent_, 8) != 0 ||
      getsockname(silent_, plain, &size) != 0) {
    throw std::runtime_error("no port");
  }
  silent_port_ = ntohs(address.sin_port);
  start();
}

RunningHeadOffice::~RunningHeadOffice() {
  stop();
  close(silent_);
}

void RunningHeadOffice::start() {
  const HeadOfficeDaemonSettings settings{
      directory_.path(), "127.0.0.1", port_, kAdmin, {{1, "One", token(1)}, {2, "Two", token(2)}}};
  thread_ = std::make_unique<HeadOfficeThread>(clock_, settings);
  port_ = thread_->port();
}

void RunningHeadOffice::stop() { thread_.reset(); }

void RunningHeadOffice::publish() {
  rpc::HttpClient http({});
  rpc::ConnectClient::Options options;
  options.base_url = "http://127.0.0.1:" + std::to_string(port_);
  options.bearer_token = kAdmin;
  const rpc::ConnectClient client(http, options);
  v1::PublishProgrammeRequest request;
  request.set_toml(kProgramme);
  const auto reply = client.call_and_wait<v1::PublishProgrammeResponse>(
      "loyald.v1.HeadOfficeService/PublishProgramme", request);
  if (!reply.result) throw std::runtime_error(reply.result.error().message);
}

std::string RunningHeadOffice::link_config(int store) const { return link(store, port_); }

std::string RunningHeadOffice::silent_link_config(int store) const {
  return link(store, silent_port_);
}

}  // namespace loyald::daemon::testing

// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/support/running_daemon.h"

#include <boost/asio/post.hpp>
#include <filesystem>
#include <fstream>
#include <future>
#include <stdexcept>

#include "daemon/config.h"
#include "scanner/check_digit.h"
#include "scanner/picture_child.h"

namespace loyald::daemon::testing {
namespace {

constexpr const char* kConfig = R"(
state_directory = "state"
register_api.port = 0
[[card_format]]
name = "Bonus card"
prefix = "042"
min_length = 13
max_length = 13
check = "mod10"
)";

template <class Value>
Value required(Result<Value> result) {
  if (!result) throw std::runtime_error(result.error().message);
  return *std::move(result);
}

}  // namespace

std::string test_card(int number) {
  std::string digits = std::to_string(number);
  digits.insert(0, 9 - digits.size(), '0');
  return required(scanner::with_check(scanner::Check::mod10, "042" + digits));
}

RunningDaemon::RunningDaemon(const std::string& more, BatchLoop::Limits limits,
                             const char* programme)
    : limits_(limits) {
  const bool is_alone = more.find("[head_office]") == std::string::npos;
  const std::size_t token = more.find("store-number-");
  const std::string store_id = is_alone ? "7" : more.substr(token + 13, 1);
  config_ = "store = { id = " + store_id + ", name = \"Market Street\" }\n";
  if (is_alone) config_ += "programme_file = \"programme.toml\"\n";
  config_ += kConfig + more;
  std::ofstream(file("programme.toml")) << programme;
  std::filesystem::create_directory(file("state"));
  start();
}

void RunningDaemon::start() {
  DaemonSettings settings = required(parse_config(config_, file("loyald.toml")));
  socket_ = settings.socket;
  io_ = std::make_unique<boost::asio::io_context>();
  StoreDaemon::Options options;
  options.limits = limits_;
  options.pictures.command = {LOYALD_BINARY, scanner::kPictureChildOption};
  daemon_ = required(StoreDaemon::start(*io_, clock_, std::move(settings), std::move(options)));
  thread_ = std::thread([this] { io_->run(); });
  rpc::ConnectClient::Options client;
  client.unix_socket_path = socket_;
  client_ = std::make_unique<rpc::ConnectClient>(http_, std::move(client));
}

void RunningDaemon::stop() {
  if (!daemon_) return;
  boost::asio::post(*io_, [this] { daemon_->stop([this] { io_->stop(); }); });
  thread_.join();
  daemon_->finish();
  daemon_.reset();
  io_.reset();
}

void RunningDaemon::on_io_thread(const std::function<void()>& call) {
  std::promise<void> done;
  boost::asio::post(*io_, [&] {
    call();
    done.set_value();
  });
  done.get_future().wait();
}

}  // namespace loyald::daemon::testing

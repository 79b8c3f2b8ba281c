// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <memory>
#include <stdexcept>
#include <thread>
#include <utility>

#include "daemon/headoffice_daemon.h"

namespace loyald::daemon::testing {

// Head office's daemon on a thread of its own, for as long as this lives. `clock` must outlive it.
class HeadOfficeThread {
 public:
  // Throws std::runtime_error where it does not start.
  HeadOfficeThread(const Clock& clock, const HeadOfficeDaemonSettings& settings,
                   HeadOfficeDaemon::Options options = {}) {
    auto started = HeadOfficeDaemon::start(io_, clock, settings, std::move(options));
    if (!started) throw std::runtime_error(started.error().message);
    daemon_ = *std::move(started);
    thread_ = std::thread([this] { io_.run(); });
  }
  ~HeadOfficeThread() {
    boost::asio::post(io_, [this] { daemon_->stop([this] { io_.stop(); }); });
    thread_.join();
    daemon_->finish();
  }
  HeadOfficeThread(const HeadOfficeThread&) = delete;
  HeadOfficeThread& operator=(const HeadOfficeThread&) = delete;

  std::uint16_t port() const { return daemon_->port(); }

 private:
  boost::asio::io_context io_;
  std::unique_ptr<HeadOfficeDaemon> daemon_;
  std::thread thread_;
};

}  // namespace loyald::daemon::testing

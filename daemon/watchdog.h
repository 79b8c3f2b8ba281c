// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <functional>

#include "daemon/batch_loop.h"

namespace loyald::daemon {

// Whether the writing thread is alive, judged at intervals: it is if it has nothing to do, has done
// something since the last look, or had nothing to do then and may just have begun.
class WriterPulse {
 public:
  bool is_alive(const BatchLoop::Pulse& pulse);

 private:
  std::uint64_t steps_ = 0;
  bool was_idle_ = true;
};

// Tells systemd regularly that the I/O thread runs and the writing thread moves; when one of them
// does not, systemd hears nothing and restarts the daemon. Belongs to the I/O thread.
class Watchdog {
 public:
  // Does nothing where systemd expects nothing.
  Watchdog(boost::asio::io_context& io, std::function<BatchLoop::Pulse()> pulse);
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

 private:
  void wait(std::chrono::milliseconds interval);

  boost::asio::steady_timer timer_;
  std::function<BatchLoop::Pulse()> pulse_;
  WriterPulse writer_;
};

}  // namespace loyald::daemon

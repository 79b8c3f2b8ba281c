// SPDX-License-Identifier: Apache-2.0
#include "daemon/watchdog.h"

#include "daemon/systemd.h"

namespace loyald::daemon {

bool WriterPulse::is_alive(const BatchLoop::Pulse& pulse) {
  const bool alive = pulse.is_idle || was_idle_ || pulse.steps != steps_;
  steps_ = pulse.steps;
  was_idle_ = pulse.is_idle;
  return alive;
}

Watchdog::Watchdog(boost::asio::io_context& io, std::function<BatchLoop::Pulse()> pulse)
    : timer_(io), pulse_(std::move(pulse)) {
  if (const auto interval = systemd::watchdog_interval()) wait(*interval);
}

void Watchdog::wait(std::chrono::milliseconds interval) {
  timer_.expires_after(interval);
  timer_.async_wait([this, interval](boost::system::error_code error) {
    if (error) return;
    if (writer_.is_alive(pulse_())) systemd::notify_watchdog();
    wait(interval);
  });
}

}  // namespace loyald::daemon

// SPDX-License-Identifier: Apache-2.0
#include "daemon/systemd.h"

#include <systemd/sd-daemon.h>

#include <algorithm>
#include <cstdint>

namespace loyald::daemon::systemd {
namespace {

// Assignments are separated by line breaks, so a status must have none.
std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text;
}

void notify(const std::string& state) {
  // Nobody to tell is no fault.
  static_cast<void>(sd_notify(0, state.c_str()));
}

}  // namespace

void extend_start(std::chrono::seconds time) {
  notify("EXTEND_TIMEOUT_USEC=" + std::to_string(std::chrono::microseconds(time).count()));
}

void notify_ready(const std::string& status) { notify("READY=1\nSTATUS=" + one_line(status)); }
void notify_status(const std::string& status) { notify("STATUS=" + one_line(status)); }
void notify_stopping() { notify("STOPPING=1"); }
void notify_watchdog() { notify("WATCHDOG=1"); }

std::optional<std::chrono::milliseconds> watchdog_interval() {
  std::uint64_t microseconds = 0;
  if (sd_watchdog_enabled(0, &microseconds) <= 0) return std::nullopt;
  const auto half = std::chrono::microseconds(microseconds / 2);
  return std::max(std::chrono::duration_cast<std::chrono::milliseconds>(half),
                  std::chrono::milliseconds(1));
}

}  // namespace loyald::daemon::systemd

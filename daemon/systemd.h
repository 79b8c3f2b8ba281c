// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>

// What systemd hears from a service of Type=notify (sd_notify(3)). Without systemd, nothing.
namespace loyald::daemon::systemd {

// Asks for so much more time to start, from now (opening books after a power cut, migrations).
void extend_start(std::chrono::seconds time);
// `status` is the line that "systemctl status" shows.
void notify_ready(const std::string& status);
void notify_status(const std::string& status);
void notify_stopping();
void notify_watchdog();

// How often notify_watchdog() is due: half of what the unit allows (sd_watchdog_enabled(3)).
// Nothing where the unit has no watchdog.
std::optional<std::chrono::milliseconds> watchdog_interval();

}  // namespace loyald::daemon::systemd

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <vector>

#include "daemon/event_stream.h"
#include "daemon/settings.h"
#include "proto/loyald/v1/register.pb.h"
#include "scanner/hotkey.h"
#include "store/base/clock.h"

namespace loyald::daemon {

// The configured hotkeys: a press is an event on its register's stream. Belongs to the I/O thread.
class Hotkeys {
 public:
  // All must outlive this.
  Hotkeys(boost::asio::io_context& io, const Clock& clock,
          const std::vector<HotkeySettings>& settings, EventStream& events);

  void start();
  void stop();
  // Something was plugged in.
  void retry_now();

  void add_to(v1::StatusResponse& status) const;

 private:
  const std::vector<HotkeySettings>& settings_;
  std::vector<std::unique_ptr<scanner::Hotkey>> keys_;  // null: the page's
};

}  // namespace loyald::daemon

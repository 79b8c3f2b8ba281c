// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <string>
#include <string_view>

#include "daemon/loyalctl/remote.h"

namespace loyald::loyalctl {

// Reads a register's event stream (GET /events) until it ends. Belongs to the thread that runs the
// io_context.
class EventReader {
 public:
  struct Callbacks {
    std::function<void(std::string_view type, std::string_view data)> on_event;
    std::function<void(const std::string& why)> on_end;
  };
  // An event's lines; more is not an event of ours.
  static constexpr std::size_t kMaxEventBytes = 1024 * 1024;

  // `io` must outlive this.
  EventReader(boost::asio::io_context& io, Callbacks callbacks);

  // Connects, which may take a moment, and asks. unavailable where nobody answers;
  // invalid_argument where the address is not understood.
  Result<void> listen(const StoreAddress& address, const std::string& register_id);

 private:
  Result<void> connect(const StoreAddress& address);
  void read();
  void take(std::string_view block);

  boost::asio::generic::stream_protocol::socket socket_;
  Callbacks callbacks_;
  std::string unread_;
  bool has_head_ = false;
};

}  // namespace loyald::loyalctl

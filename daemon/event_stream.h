// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "store/base/clock.h"
#include "sync/rpc/http.h"
#include "sync/rpc/responder.h"

namespace loyald::daemon {

// GET /events?register=R: server-sent events (WHATWG HTML, 9.2) for cashier pages and POS programs.
// A listener that was away shortly names the last event it saw (Last-Event-ID) and gets what came
// since; one that was away longer does not, because the customer has left by then. All calls come
// from the thread that runs the io_context.
class EventStream {
 public:
  static constexpr std::size_t kKept = 1024;  // events that can be asked for again
  static constexpr std::chrono::milliseconds kKeptFor{60'000};
  // Proxies and browsers take a silent connection for a dead one.
  static constexpr std::chrono::seconds kHeartbeat{15};

  // `clock` must outlive this. `status` is the data of the event with which every stream begins;
  // empty for none.
  EventStream(boost::asio::io_context& io, const Clock& clock, std::function<std::string()> status);
  EventStream(const EventStream&) = delete;
  EventStream& operator=(const EventStream&) = delete;

  // Answers a request for /events.
  void subscribe(const rpc::HttpRequest& request, const rpc::Responder& responder);

  // Sends an event to the register's listeners. `data` is one line.
  void publish(const std::string& register_id, std::string_view type, std::string_view data);
  // The same to those that listen now: nobody gets it later.
  void announce(const std::string& register_id, std::string_view type, std::string_view data);
  // To all listeners; not kept, because a stream begins with the status anyway.
  void publish_status(std::string_view data);

  std::size_t listeners() const { return listeners_.size(); }
  // Called when a register gets its first listener, and when its last one has gone.
  using OnAudience = std::function<void(const std::string& register_id, bool somebody)>;
  void on_audience(OnAudience on_audience) { on_audience_ = std::move(on_audience); }

 private:
  struct Event {
    std::uint64_t id;
    Timestamp at;  // steady
    std::string register_id;
    std::string text;  // as sent
  };
  struct Listener {
    std::string register_id;
    rpc::Stream stream;
  };

  std::size_t listeners(const std::string& register_id) const;
  void leave(std::list<Listener>::iterator listener);
  void beat();
  void forget_old();

  const Clock& clock_;
  std::function<std::string()> status_;
  boost::asio::steady_timer timer_;
  std::uint64_t next_id_;
  std::deque<Event> kept_;
  std::list<Listener> listeners_;
  OnAudience on_audience_;
};

}  // namespace loyald::daemon

// SPDX-License-Identifier: Apache-2.0
#include "daemon/event_stream.h"

#include <algorithm>
#include <charconv>

#include "store/base/check.h"
#include "store/requests.h"
#include "sync/rpc/connect_error.h"

namespace loyald::daemon {
namespace {

std::string event_text(std::string_view type, std::string_view data) {
  CHECK(data.find_first_of("\r\n") == std::string_view::npos);
  return "event: " + std::string(type) + "\ndata: " + std::string(data) + "\n\n";
}

std::optional<std::uint64_t> last_seen(const rpc::HttpRequest& request) {
  const std::string_view text = request.headers.get("last-event-id");
  std::uint64_t id = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), id);
  if (text.empty() || parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) {
    return std::nullopt;
  }
  return id;
}

}  // namespace

EventStream::EventStream(boost::asio::io_context& io, const Clock& clock,
                         std::function<std::string()> status)
    : clock_(clock),
      status_(std::move(status)),
      timer_(io),
      // After a restart ids go on above those of before (unless there were more than 1000 events a
      // second), so that a listener's last id still means something.
      next_id_(static_cast<std::uint64_t>(clock.now().ms)) {
  beat();
}

void EventStream::subscribe(const rpc::HttpRequest& request, const rpc::Responder& responder) {
  const std::string register_id = rpc::query_value(request.query, "register").value_or("");
  if (register_id.empty() || register_id.size() > kMaxIdBytes) {
    return responder.send(
        rpc::error_reply(Error(Errc::invalid_argument, "register: is required, at most 64 bytes",
                               "ask for /events?register=…")));
  }
  rpc::HttpReply head;
  head.headers.add("Content-Type", "text/event-stream");
  head.headers.add("Cache-Control", "no-store");
  listeners_.push_front({register_id, responder.open_stream(std::move(head))});
  const auto here = listeners_.begin();

  forget_old();
  const auto last = last_seen(request);
  // A newcomer gets a place of its own, so that it can resume before it has seen its first scan.
  std::string text = last ? "" : "id: " + std::to_string(next_id_ - 1) + "\n";
  text += "retry: 2000\n\n";
  if (const std::string status = status_(); !status.empty()) text += event_text("status", status);
  if (last) {
    // An id from the future is of another life of this daemon, before the clock was set back: all
    // there is, is new.
    const bool other_life = *last >= next_id_;
    for (const Event& event : kept_) {
      if (event.register_id == register_id && (other_life || event.id > *last)) text += event.text;
    }
  }
  here->stream.write(text);
  here->stream.on_closed([this, here] { leave(here); });
  if (on_audience_ && listeners(register_id) == 1) on_audience_(register_id, true);
}

void EventStream::leave(std::list<Listener>::iterator listener) {
  const std::string register_id = std::move(listener->register_id);
  listeners_.erase(listener);
  if (on_audience_ && listeners(register_id) == 0) on_audience_(register_id, false);
}

std::size_t EventStream::listeners(const std::string& register_id) const {
  return static_cast<std::size_t>(
      std::ranges::count(listeners_, register_id, &Listener::register_id));
}

void EventStream::publish(const std::string& register_id, std::string_view type,
                          std::string_view data) {
  const std::uint64_t id = next_id_++;
  kept_.push_back({id, clock_.steady(), register_id,
                   "id: " + std::to_string(id) + "\n" + event_text(type, data)});
  if (kept_.size() > kKept) kept_.pop_front();
  for (Listener& listener : listeners_) {
    if (listener.register_id == register_id) listener.stream.write(kept_.back().text);
  }
}

void EventStream::announce(const std::string& register_id, std::string_view type,
                           std::string_view data) {
  const std::string text = event_text(type, data);
  for (Listener& listener : listeners_) {
    if (listener.register_id == register_id) listener.stream.write(text);
  }
}

void EventStream::publish_status(std::string_view data) {
  if (data.empty()) return;
  const std::string text = event_text("status", data);
  for (Listener& listener : listeners_) listener.stream.write(text);
}

void EventStream::beat() {
  timer_.expires_after(kHeartbeat);
  timer_.async_wait([this](boost::system::error_code error) {
    if (error) return;
    for (Listener& listener : listeners_) listener.stream.write(": still here\n\n");
    forget_old();
    beat();
  });
}

void EventStream::forget_old() {
  const Timestamp now = clock_.steady();
  while (!kept_.empty() && now - kept_.front().at > kKeptFor) kept_.pop_front();
}

}  // namespace loyald::daemon

// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/event_reader.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

#include "store/base/bytes.h"

namespace loyald::loyalctl {
namespace {

using boost::asio::ip::tcp;
using boost::asio::local::stream_protocol;
using boost::system::error_code;

constexpr std::string_view kScheme = "http://";
constexpr const char* kDefaultPort = "7411";

tl::unexpected<Error> no_daemon(const std::string& where, const error_code& error) {
  return fail(Errc::unavailable,
              "cannot reach the store's daemon at " + where + ": " + error.message(),
              "is loyald running?");
}

// All of it: a register may be called anything.
std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) out += "%" + to_hex(as_bytes({&c, 1}));
  return out;
}

}  // namespace

EventReader::EventReader(boost::asio::io_context& io, Callbacks callbacks)
    : socket_(io), callbacks_(std::move(callbacks)) {}

Result<void> EventReader::connect(const StoreAddress& address) {
  error_code error;
  if (address.url.empty()) {
    stream_protocol::socket local(socket_.get_executor());
    local.connect(stream_protocol::endpoint(address.socket), error);
    if (error) return no_daemon(address.socket, error);
    socket_ = std::move(local);
    return {};
  }
  std::string host = address.url;
  if (!host.starts_with(kScheme)) {
    return fail(Errc::invalid_argument, "\"" + address.url + "\" is not http://",
                "write it like http://127.0.0.1:7411");
  }
  host = host.substr(kScheme.size(), host.find('/', kScheme.size()) - kScheme.size());
  const std::size_t colon = host.rfind(':');
  const std::string port = colon == std::string::npos ? kDefaultPort : host.substr(colon + 1);
  tcp::resolver resolver(socket_.get_executor());
  const auto found = resolver.resolve(host.substr(0, colon), port, error);
  if (error) return no_daemon(address.url, error);
  tcp::socket remote(socket_.get_executor());
  boost::asio::connect(remote, found, error);
  if (error) return no_daemon(address.url, error);
  socket_ = std::move(remote);
  return {};
}

Result<void> EventReader::listen(const StoreAddress& address, const std::string& register_id) {
  LOYALD_TRY(connect(address));
  // HTTP/1.0: what comes is the events alone, not in chunks.
  const std::string request = "GET /events?register=" + percent_encoded(register_id) +
                              " HTTP/1.0\r\nHost: localhost\r\n\r\n";
  error_code error;
  boost::asio::write(socket_, boost::asio::buffer(request), error);
  if (error) return no_daemon(address.url.empty() ? address.socket : address.url, error);
  read();
  return {};
}

void EventReader::read() {
  const char* delimiter = has_head_ ? "\n\n" : "\r\n\r\n";
  boost::asio::async_read_until(
      socket_, boost::asio::dynamic_buffer(unread_, kMaxEventBytes), delimiter,
      [this](const error_code& error, std::size_t count) {
        if (error) return callbacks_.on_end("the daemon ended the stream: " + error.message());
        const std::string block = unread_.substr(0, count);
        unread_.erase(0, count);
        if (!has_head_ && block.find(" 200 ") == std::string::npos) {
          return callbacks_.on_end("the daemon refused: " + block.substr(0, block.find('\r')));
        }
        if (has_head_) take(block);
        has_head_ = true;
        read();
      });
}

void EventReader::take(std::string_view block) {
  std::string_view type;
  std::string_view data;
  while (!block.empty()) {
    const std::string_view line = block.substr(0, block.find('\n'));
    if (line.starts_with("event: ")) type = line.substr(7);
    if (line.starts_with("data: ")) data = line.substr(6);
    block.remove_prefix(std::min(block.size(), line.size() + 1));
  }
  if (!type.empty()) callbacks_.on_event(type, data);
}

}  // namespace loyald::loyalctl

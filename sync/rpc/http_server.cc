// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/http_server.h"

#include <fcntl.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstring>
#include <list>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sync/rpc/connect_error.h"
#include "sync/rpc/http_connection.h"
#include "sync/rpc/http_text.h"
#include "sync/rpc/listener.h"

namespace loyald::rpc {
namespace asio = boost::asio;
using boost::system::error_code;
namespace {

// When accepting fails (no file descriptors left, for one), before it is tried again.
constexpr std::chrono::milliseconds kAcceptRetry{100};

Peer peer_of(const StreamSocket& socket, const Listener& listener) {
  if (!listener.path().empty()) return {PeerKind::unix_socket, listener.path()};
  error_code ec;
  const auto remote = socket.remote_endpoint(ec);
  asio::ip::tcp::endpoint endpoint;
  if (ec || remote.size() > endpoint.capacity()) return {PeerKind::tcp, ""};
  std::memcpy(endpoint.data(), remote.data(), remote.size());
  const std::string ip = endpoint.address().to_string();
  return {PeerKind::tcp, (endpoint.address().is_v6() ? "[" + ip + "]" : ip) + ":" +
                             std::to_string(endpoint.port())};
}

// Best effort: the socket's send buffer is empty, so the few bytes go out at once or not at all.
void turn_away(StreamSocket& socket) {
  const HttpReply reply =
      error_reply(Error(Errc::resource_exhausted, "too many connections are open"), 503);
  const std::string text = reply_head(reply, false, Framing::length) + reply.body;
  error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(text), ignored);
  socket.shutdown(StreamSocket::shutdown_both, ignored);
}

}  // namespace

class HttpServer::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(asio::io_context& io, HttpServerOptions options, Handler handler)
      : io_(io),
        options_(std::move(options)),
        stop_timer_(io),
        for_connections_{options_, std::move(handler),
                         [this] { return streams() < options_.limits.streams; },
                         [this](HttpConnection& connection) { remove(connection); }} {}

  void add(Listener listener, std::shared_ptr<TlsContext> tls) {
    listeners_.push_back({std::move(listener), std::move(tls), asio::steady_timer(io_)});
    accept(listeners_.back());
  }

  void stop(std::chrono::milliseconds deadline, std::function<void()> stopped) {
    if (std::exchange(stopping_, true)) return;
    stopped_ = std::move(stopped);
    stop_listening();
    stop_timer_.expires_after(deadline);
    stop_timer_.async_wait([self = shared_from_this()](error_code ec) {
      if (!ec) self->abort_all();
    });
    for (const auto& connection : snapshot()) connection->drain();
    report_if_stopped();
  }

  void abort_all() {
    stopping_ = true;
    stop_listening();
    const auto all = snapshot();
    connections_.clear();
    for (const auto& connection : all) connection->abort();
    report_if_stopped();
  }

  void forget_callback() { stopped_ = nullptr; }
  std::size_t connections() const { return connections_.size(); }
  asio::io_context& io() { return io_; }

 private:
  struct Listening {
    Listener listener;
    std::shared_ptr<TlsContext> tls;  // null: plain
    asio::steady_timer retry;
  };

  void accept(Listening& at) {
    at.listener.acceptor().async_accept(
        [self = shared_from_this(), &at](error_code ec, StreamSocket socket) {
          if (self->stopping_) return;
          if (ec) return self->accept_later(at);
          self->admit(std::move(socket), at);
          self->accept(at);
        });
  }

  void accept_later(Listening& at) {
    at.retry.expires_after(kAcceptRetry);
    at.retry.async_wait([self = shared_from_this(), &at](error_code) {
      if (!self->stopping_) self->accept(at);
    });
  }

  void admit(StreamSocket socket, const Listening& at) {
    ::fcntl(socket.native_handle(), F_SETFD, FD_CLOEXEC);
    if (connections_.size() >= options_.limits.connections && !evict_idle()) {
      if (!at.tls) turn_away(socket);
      return;
    }
    Peer peer = peer_of(socket, at.listener);
    error_code ignored;
    if (peer.kind == PeerKind::tcp) socket.set_option(asio::ip::tcp::no_delay(true), ignored);
    auto connection = std::make_shared<HttpConnection>(std::move(socket), at.tls, std::move(peer),
                                                       for_connections_);
    connections_.emplace(connection.get(), connection);
    connection->start();
  }

  bool evict_idle() {
    HttpConnection* oldest = nullptr;
    for (const auto& [pointer, connection] : connections_) {
      if (!pointer->idle()) continue;
      if (!oldest || pointer->idle_since() < oldest->idle_since()) oldest = pointer;
    }
    if (!oldest) return false;
    oldest->drain();
    return true;
  }

  std::size_t streams() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(connections_, [](const auto& c) { return c.first->streaming(); }));
  }

  void remove(HttpConnection& connection) {
    connections_.erase(&connection);
    report_if_stopped();
  }

  void report_if_stopped() {
    if (!stopping_ || !connections_.empty()) return;
    stop_timer_.cancel();
    // Posted: the owner may destroy the server in it.
    if (auto stopped = std::exchange(stopped_, nullptr)) asio::post(io_, std::move(stopped));
  }

  void stop_listening() {
    for (Listening& at : listeners_) {
      at.listener.close();
      at.retry.cancel();
    }
  }

  std::vector<std::shared_ptr<HttpConnection>> snapshot() const {
    std::vector<std::shared_ptr<HttpConnection>> all;
    for (const auto& [pointer, connection] : connections_) all.push_back(connection);
    return all;
  }

  asio::io_context& io_;
  const HttpServerOptions options_;
  asio::steady_timer stop_timer_;
  const HttpConnection::Server for_connections_;
  std::list<Listening> listeners_;  // a list: pending operations point at them
  std::unordered_map<HttpConnection*, std::shared_ptr<HttpConnection>> connections_;
  bool stopping_ = false;
  std::function<void()> stopped_;
};

HttpServer::HttpServer(asio::io_context& io, HttpServerOptions options, Handler handler)
    : impl_(std::make_shared<Impl>(io, std::move(options), std::move(handler))) {}

HttpServer::~HttpServer() {
  impl_->forget_callback();
  impl_->abort_all();
}

Result<std::uint16_t> HttpServer::listen_tcp(const std::string& address, std::uint16_t port,
                                             std::shared_ptr<TlsContext> tls) {
  LOYALD_ASSIGN(Listener listener, Listener::tcp(impl_->io(), address, port));
  const std::uint16_t bound = listener.port();
  impl_->add(std::move(listener), std::move(tls));
  return bound;
}

Result<void> HttpServer::listen_unix(const std::string& path) {
  LOYALD_ASSIGN(Listener listener, Listener::unix_socket(impl_->io(), path));
  impl_->add(std::move(listener), nullptr);
  return {};
}

void HttpServer::stop(std::chrono::milliseconds deadline, std::function<void()> stopped) {
  impl_->stop(deadline, std::move(stopped));
}

std::size_t HttpServer::connections() const { return impl_->connections(); }

}  // namespace loyald::rpc

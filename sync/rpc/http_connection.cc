// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/http_connection.h"

#include <algorithm>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/post.hpp>
#include <utility>

#include "store/base/check.h"
#include "sync/rpc/connect_error.h"
#include "sync/rpc/http_text.h"

namespace loyald::rpc {
namespace asio = boost::asio;
using boost::system::error_code;
namespace {

// What a peer may still send after it was refused, and what a stream's reader may send at all.
constexpr std::size_t kDiscardedBytesMax = 8 * 1024 * 1024;
constexpr std::size_t kStreamReaderBytesMax = 64 * 1024;

}  // namespace

HttpConnection::HttpConnection(StreamSocket socket, const std::shared_ptr<TlsContext>& tls,
                               Peer peer, const Server& server)
    : stream_to_peer_(std::move(socket), tls),
      timer_(stream_to_peer_.executor()),
      peer_(std::move(peer)),
      server_(server),
      limits_(server.options.limits) {}

void HttpConnection::start() {
  if (stream_to_peer_.is_encrypted()) return greet();
  wait_for_request();
}

void HttpConnection::greet() {
  state_ = State::greeting;
  idle_since_ = std::chrono::steady_clock::now();
  arm(limits_.request_time);
  stream_to_peer_.handshake([self = shared_from_this()](error_code ec) {
    if (self->closed()) return;
    if (ec) return self->close();
    self->peer_.is_encrypted = true;
    self->peer_.certificate_name = self->stream_to_peer_.certificate_name();
    self->wait_for_request();
  });
}

void HttpConnection::wait_for_request() {
  if (draining_) return close();
  state_ = State::waiting;
  idle_since_ = std::chrono::steady_clock::now();
  parser_.emplace(limits_);
  continue_sent_ = false;
  arm(limits_.idle_time);
  if (input_.empty()) {
    read();
  } else {
    parse();  // the peer did not wait for our reply (pipelining)
  }
}

void HttpConnection::read() {
  stream_to_peer_.read_some(
      asio::buffer(chunk_), [self = shared_from_this()](error_code ec, std::size_t n) {
        // Refused meanwhile, for being late?
        if (self->state_ != State::waiting && self->state_ != State::reading) {
          return;
        }
        if (ec) return self->close();
        self->input_.append(self->chunk_.data(), n);
        self->parse();
      });
}

void HttpConnection::parse() {
  if (state_ == State::waiting) {
    state_ = State::reading;
    arm(limits_.request_time);
  }
  input_.erase(0, parser_->feed(input_));
  switch (parser_->state()) {
    case RequestParser::State::done:
      return dispatch();
    case RequestParser::State::failed:
      return refuse(parser_->failure());
    case RequestParser::State::more:
      break;
  }
  if (!parser_->expects_continue() || continue_sent_) return read();
  continue_sent_ = true;
  out_head_ = "HTTP/1.1 100 Continue\r\n\r\n";
  out_body_.clear();
  state_ = State::writing;
  send_out([](HttpConnection& self) {
    self.state_ = State::reading;
    self.read();
  });
}

void HttpConnection::dispatch() {
  state_ = State::handling;
  disarm();
  keep_alive_ = parser_->keep_alive();
  chunked_ = parser_->chunks_allowed();
  HttpRequest request = parser_->take();
  head_only_ = request.method == "HEAD";
  request.peer = peer_;
  if (!host_allowed(request)) {
    return answer(error_reply(Error(Errc::permission_denied,
                                    "this server does not answer to the name in the Host field",
                                    "call it as localhost or 127.0.0.1, or allow the name")),
                  nullptr);
  }
  // Weak: a responder that is kept for long must not keep a dead connection, and may be destroyed
  // on a thread where the socket must not be touched.
  auto sink = [weak = weak_from_this(), executor = stream_to_peer_.executor()](
                  HttpReply reply, std::shared_ptr<StreamBuffer> stream) {
    asio::dispatch(executor,
                   [weak, reply = std::move(reply), stream = std::move(stream)]() mutable {
                     if (const auto self = weak.lock()) {
                       self->answer(std::move(reply), std::move(stream));
                     } else if (stream) {
                       stream->closed();
                     }
                   });
  };
  server_.handle(std::move(request), Responder(std::move(sink), limits_.stream_bytes));
}

bool HttpConnection::host_allowed(const HttpRequest& request) const {
  const auto& allowed = server_.options.allowed_hosts;
  if (!allowed || peer_.kind == PeerKind::unix_socket) return true;
  const std::string_view host = host_without_port(request.headers.get("host"));
  const auto same = [&](std::string_view name) { return equal_ignoring_case(name, host); };
  return same("localhost") || same("127.0.0.1") || same("[::1]") ||
         std::ranges::any_of(*allowed, same);
}

void HttpConnection::refuse(const RequestParser::Failure& failure) {
  keep_alive_ = false;
  head_only_ = false;
  write(error_reply(failure.error, failure.status));
}

void HttpConnection::answer(HttpReply reply, std::shared_ptr<StreamBuffer> stream) {
  if (state_ != State::handling) {
    if (stream) stream->closed();
  } else if (!stream) {
    write(std::move(reply));
  } else if (server_.may_stream()) {
    start_stream(reply, std::move(stream));
  } else {
    stream->closed();
    write(error_reply(Error(Errc::resource_exhausted, "too many streams are open"), 503));
  }
}

void HttpConnection::write(HttpReply reply) {
  state_ = State::writing;
  arm(limits_.write_time);
  if (draining_) keep_alive_ = false;
  out_head_ = reply_head(reply, keep_alive_, Framing::length);
  out_body_ = head_only_ ? std::string() : std::move(reply.body);
  send_out([](HttpConnection& self) { self.written(); });
}

void HttpConnection::written() {
  if (keep_alive_ && !draining_) return wait_for_request();
  // A peer whose request was read to its end and who sent no other has nothing more to say.
  if (parser_->state() == RequestParser::State::done && input_.empty()) return close();
  linger();
}

void HttpConnection::start_stream(const HttpReply& head, std::shared_ptr<StreamBuffer> stream) {
  state_ = State::streaming;
  stream_ = std::move(stream);
  stream_->attach([weak = weak_from_this()] {
    const auto self = weak.lock();
    if (!self || std::exchange(self->stream_wake_posted_, true)) return;
    // Posted, so that whoever writes is never called back from within.
    asio::post(self->stream_to_peer_.executor(), [self] {
      self->stream_wake_posted_ = false;
      self->pump_stream();
    });
  });
  if (draining_) stream_->end();
  watch_stream_reader();
  out_head_ = reply_head(head, false, chunked_ ? Framing::chunked : Framing::until_close);
  send_stream_piece(head.body);
}

void HttpConnection::watch_stream_reader() {
  stream_to_peer_.read_some(asio::buffer(chunk_),
                            [self = shared_from_this()](error_code ec, std::size_t n) {
                              if (self->state_ != State::streaming) return;
                              self->discarded_ += n;
                              if (ec || self->discarded_ > kStreamReaderBytesMax) {
                                return self->close();
                              }
                              self->watch_stream_reader();
                            });
}

void HttpConnection::pump_stream() {
  if (state_ != State::streaming) return;
  // Also while a write is stuck: that is how a slow reader looks.
  if (stream_->overflowed()) return close();
  if (stream_writing_) return;
  std::string piece = stream_->take();
  if (!piece.empty()) return send_stream_piece(std::move(piece));
  if (!stream_->ended()) return;
  out_body_ = chunked_ ? "0\r\n\r\n" : "";
  stream_writing_ = true;
  arm(limits_.write_time);
  send_out([](HttpConnection& self) { self.close(); });
}

void HttpConnection::send_stream_piece(std::string piece) {
  out_body_ = chunked_ ? http_chunk(piece) : std::move(piece);
  stream_writing_ = true;
  arm(limits_.write_time);
  send_out([](HttpConnection& self) {
    self.stream_writing_ = false;
    self.disarm();
    self.stream_->sent();
    self.pump_stream();
  });
}

// Says that nothing more comes, then reads what the peer is still sending: closing a socket with
// unread bytes resets the connection, and the peer may lose our reply.
void HttpConnection::linger() {
  state_ = State::lingering;
  stream_to_peer_.end_writing();
  arm(limits_.linger_time);
  discard();
}

void HttpConnection::discard() {
  stream_to_peer_.read_some(asio::buffer(chunk_),
                            [self = shared_from_this()](error_code ec, std::size_t n) {
                              if (self->closed()) return;
                              self->discarded_ += n;
                              if (ec || self->discarded_ > kDiscardedBytesMax) return self->close();
                              self->discard();
                            });
}

// Writes out_head_ and out_body_, empties them, then goes on unless the connection was closed.
template <class Then>
void HttpConnection::send_out(Then then) {
  const PeerStream::Buffers buffers = {asio::buffer(out_head_), asio::buffer(out_body_)};
  stream_to_peer_.write_all(buffers, [self = shared_from_this(), then](error_code ec, std::size_t) {
    if (self->closed()) return;
    if (ec) return self->close();
    self->out_head_.clear();
    self->out_body_.clear();
    then(*self);
  });
}

void HttpConnection::arm(std::chrono::milliseconds time) {
  timer_.expires_after(time);
  timer_.async_wait([self = shared_from_this()](error_code ec) {
    // It may have been set anew after this call was already on its way.
    if (ec || self->timer_.expiry() > std::chrono::steady_clock::now()) return;
    self->on_timeout();
  });
}

// Rather than cancel(): that leaves the expiry in place, and a call on its way would believe it.
void HttpConnection::disarm() { timer_.expires_at(std::chrono::steady_clock::time_point::max()); }

void HttpConnection::on_timeout() {
  if (closed()) return;
  if (state_ != State::reading) return close();
  refuse({408, Error(Errc::deadline_exceeded, "the request did not arrive in time")});
}

void HttpConnection::drain() {
  draining_ = true;
  if (state_ == State::waiting || state_ == State::greeting) return close();
  if (state_ == State::streaming) stream_->end();
}

void HttpConnection::close() {
  if (closed()) return;
  abort();
  server_.over(*this);
}

void HttpConnection::abort() {
  if (closed()) return;
  state_ = State::closed;
  disarm();
  stream_to_peer_.close();
  if (const auto stream = std::exchange(stream_, nullptr)) stream->closed();
}

}  // namespace loyald::rpc

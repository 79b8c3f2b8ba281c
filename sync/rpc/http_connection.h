// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "sync/rpc/http.h"
#include "sync/rpc/http_limits.h"
#include "sync/rpc/peer_stream.h"
#include "sync/rpc/request_parser.h"
#include "sync/rpc/responder.h"
#include "sync/rpc/stream.h"

namespace loyald::rpc {

// One accepted socket of an HttpServer: its requests one after the other. Everything happens on the
// I/O thread. The server owns it and is told when it is over; pending operations keep it alive
// until they have returned.
class HttpConnection : public std::enable_shared_from_this<HttpConnection> {
 public:
  // What the connection needs of its server.
  struct Server {
    const HttpServerOptions& options;
    std::function<void(HttpRequest, Responder)> handle;
    std::function<bool()> may_stream;           // false: HttpLimits::streams are open
    std::function<void(HttpConnection&)> over;  // called once; the socket is closed
  };

  // `server` must stay until `over` was called or abort() returned.
  // `tls`: null for a plain one.
  HttpConnection(StreamSocket socket, const std::shared_ptr<TlsContext>& tls, Peer peer,
                 const Server& server);

  void start();
  // Before or between requests, with nothing of one received: closing now loses nothing.
  bool idle() const { return state_ == State::waiting || state_ == State::greeting; }
  bool streaming() const { return state_ == State::streaming; }
  std::chrono::steady_clock::time_point idle_since() const { return idle_since_; }
  // Answers what has begun to arrive, ends a stream, then closes.
  void drain();
  // Closes at once. Does not call `over`.
  void abort();

 private:
  enum class State { greeting, waiting, reading, handling, writing, streaming, lingering, closed };

  void greet();
  void wait_for_request();
  void read();
  void parse();
  void dispatch();
  bool host_allowed(const HttpRequest& request) const;
  void refuse(const RequestParser::Failure& failure);
  void answer(HttpReply reply, std::shared_ptr<StreamBuffer> stream);
  void write(HttpReply reply);
  void written();
  void start_stream(const HttpReply& head, std::shared_ptr<StreamBuffer> stream);
  void watch_stream_reader();
  void pump_stream();
  void send_stream_piece(std::string piece);
  void linger();
  void discard();
  void arm(std::chrono::milliseconds time);
  void disarm();
  void on_timeout();
  void close();
  bool closed() const { return state_ == State::closed; }
  template <class Then>
  void send_out(Then then);

  PeerStream stream_to_peer_;
  boost::asio::steady_timer timer_;
  Peer peer_;
  const Server& server_;
  const HttpLimits& limits_;

  State state_ = State::waiting;
  bool draining_ = false;
  std::chrono::steady_clock::time_point idle_since_;

  std::array<char, 8192> chunk_;  // what one read brings
  std::string input_;             // received, not yet parsed; bounded by the parser's limits
  std::optional<RequestParser> parser_;
  bool continue_sent_ = false;

  // Of the request that is being answered.
  bool keep_alive_ = false;
  bool chunked_ = false;
  bool head_only_ = false;

  std::string out_head_;  // what is being written
  std::string out_body_;

  std::shared_ptr<StreamBuffer> stream_;
  bool stream_writing_ = false;
  bool stream_wake_posted_ = false;
  std::size_t discarded_ = 0;
};

}  // namespace loyald::rpc

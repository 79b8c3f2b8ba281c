// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "store/base/result.h"
#include "sync/rpc/http.h"
#include "sync/rpc/http_limits.h"
#include "sync/rpc/responder.h"
#include "sync/rpc/tls_context.h"

namespace loyald::rpc {

// HTTP/1.1 on any number of TCP addresses and Unix sockets. Connections are reused; the requests of
// one connection are answered in their order, one at a time.
//
// Threads: one thread runs the io_context (the I/O thread). Every member is called on it, or while
// nobody runs it. The handler runs on it too and must not block; what takes time goes elsewhere and
// answers through the Responder, from any thread.
// Exceptions of the handler leave through io_context::run().
class HttpServer {
 public:
  using Handler = std::function<void(HttpRequest, Responder)>;

  // `io` must outlive the server and every Responder.
  HttpServer(boost::asio::io_context& io, HttpServerOptions options, Handler handler);
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;
  // Closes everything at once; streams hear of it, the handler is not called again.
  ~HttpServer();

  // `address` is numeric. Returns the port, which the system chooses where 0 is asked for. With
  // `tls` only HTTPS is spoken there.
  // Errors: invalid_argument (not an address), unavailable (taken, not allowed) with a hint.
  Result<std::uint16_t> listen_tcp(const std::string& address, std::uint16_t port,
                                   std::shared_ptr<TlsContext> tls = nullptr);
  // The socket's file gets mode 0660 and is removed on stop. A file that a dead process left is
  // replaced. Errors: unavailable (a living process listens), failed_precondition (not a socket).
  Result<void> listen_unix(const std::string& path);

  // Listens no more, closes idle connections, ends streams, lets requests in progress finish;
  // `stopped` is called when the last connection is gone, which is forced after `deadline`.
  // Calling it again does nothing.
  void stop(std::chrono::milliseconds deadline, std::function<void()> stopped);

  std::size_t connections() const;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace loyald::rpc

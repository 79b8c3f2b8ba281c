// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "store/base/result.h"
#include "sync/rpc/http.h"

namespace loyald::rpc {

// HTTP/1.1 POST through libcurl, on a worker thread of its own. Connections are kept and used
// again; redirects are not followed (they would carry the token elsewhere, and a portal's login
// page is no answer). A request whose kept connection turns out to be dead before a byte of reply
// came is sent again by libcurl, so what is posted must be safe to repeat, as every method of ours
// is.
class HttpClient {
 public:
  struct Options {
    std::size_t concurrent_max = 16;  // requests on the way at once; further ones wait their turn
    std::size_t waiting_max = 256;    // beyond it a request is refused at once
    std::chrono::milliseconds connect_timeout{10'000};
    // A transfer that moves nothing for so long is given up; libcurl has no such limit of its own.
    std::chrono::seconds stall_timeout{60};
    std::string ca_file;  // PEM; empty: the system's certificates
    // PEM, key and certificate: what is shown to a server that asks; empty: nothing. Read for each
    // new connection, so that a renewed one counts.
    std::string certificate_file;
    // False: whoever answers is believed. Only to ask for what is then checked by other means.
    bool verifies_server = true;
    std::string user_agent = "loyald";
  };

  struct Request {
    std::string url;
    HttpHeaders headers;
    std::string body;
    // In total, waiting for a turn included.
    std::chrono::milliseconds timeout{30'000};
    std::size_t max_reply_bytes = 4 * 1024 * 1024;  // of the body, as received
    std::string unix_socket_path;  // where set, connects there; the URL's host is only sent
  };

  using Callback = std::function<void(Result<HttpReply>)>;

  explicit HttpClient(Options options);
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  // Cancels what is outstanding: those callbacks get `unavailable`, on the worker thread, before
  // this returns. Not to be called from a callback.
  ~HttpClient();

  // From any thread. `done` is called once: on the worker thread, where it must not block, because
  // all requests share it; or before post() returns, where too many are waiting.
  // Any HTTP status is a reply. Errors: unavailable (cannot connect, broken off, certificate not
  // trusted), deadline_exceeded (no reply in time; the outcome is unknown), resource_exhausted (the
  // reply is too large, or too many are waiting), invalid_argument (the URL).
  void post(Request request, Callback done);

 private:
  class Worker;
  std::unique_ptr<Worker> worker_;
};

}  // namespace loyald::rpc

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "store/base/error.h"
#include "sync/rpc/http.h"
#include "sync/rpc/http_limits.h"

namespace loyald::rpc {

// Bytes of one HTTP/1.1 request in, HttpRequest out; no sockets. Refuses what two readers could
// understand differently (RFC 9112, 11.2: request smuggling). Not thread-safe.
class RequestParser {
 public:
  struct Failure {
    int status;
    Error error;
  };
  enum class State { more, done, failed };

  explicit RequestParser(const HttpLimits& limits);
  RequestParser(RequestParser&&) noexcept;
  RequestParser& operator=(RequestParser&&) noexcept;
  ~RequestParser();

  // Takes in bytes of the request and says how many. What was not taken must be offered again with
  // more behind it, while the state is `more`; once it is `done` the rest belongs to the next
  // request. The caller never holds back more than HttpLimits::header_bytes.
  std::size_t feed(std::string_view bytes);
  State state() const { return state_; }

  // While the state is `more`: the head is complete and the peer waits for "100 Continue".
  bool expects_continue() const;
  // When it is `done`. take() empties the parser.
  bool keep_alive() const;
  bool chunks_allowed() const;  // the peer speaks HTTP/1.1, so a reply may be chunked
  HttpRequest take();
  // When it has `failed`; the connection cannot be used further.
  const Failure& failure() const;

 private:
  struct Wire;

  void fail_with(int status, Errc code, const char* message, const char* hint = "");
  void check_head();

  std::unique_ptr<Wire> wire_;
  State state_ = State::more;
};

}  // namespace loyald::rpc

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace loyald::rpc {

// What one peer may cost a server, and how long it may keep us waiting.
struct HttpLimits {
  std::size_t header_bytes = 16 * 1024;   // request line and fields
  std::size_t body_bytes = 1024 * 1024;   // as received, before decompression
  std::size_t connections = 256;          // beyond it the longest idle one gives way, else 503
  std::size_t streams = 64;               // of the connections, how many may be open-ended replies
  std::size_t stream_bytes = 256 * 1024;  // written to a stream and not yet taken by its reader
  // From a request's first byte to its last. In total, not per read: a peer that sends a byte now
  // and then (slow loris) gains nothing.
  std::chrono::milliseconds request_time{30'000};
  // For a reply's last byte to leave, and for each piece of a stream.
  std::chrono::milliseconds write_time{30'000};
  // Between the requests of a connection, and before its first.
  std::chrono::milliseconds idle_time{75'000};
  // After an error reply, while the peer may still be sending: how long we read on and throw away,
  // so that the reply is not lost to a reset (RFC 9112, 9.6).
  std::chrono::milliseconds linger_time{2'000};
};

struct HttpServerOptions {
  HttpLimits limits;
  // Where set, a request over TCP must name localhost, 127.0.0.1, [::1] or one of these hosts
  // (without port) in its Host field. For loopback listeners: a web page whose name was rebound to
  // 127.0.0.1 (DNS rebinding) is then refused. Unix sockets are never checked: no browser can
  // reach them.
  std::optional<std::vector<std::string>> allowed_hosts;
};

}  // namespace loyald::rpc

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "sync/rpc/http.h"
#include "sync/rpc/tls_context.h"

namespace loyald::rpc {

using StreamSocket = boost::asio::generic::stream_protocol::socket;

// An accepted socket, plain or with TLS over it. One read and one write at a time; whoever starts
// one keeps this object and the buffers until its handler has run. Belongs to the I/O thread.
class PeerStream {
 public:
  using Handler = std::function<void(boost::system::error_code, std::size_t)>;
  using Buffers = std::array<boost::asio::const_buffer, 2>;

  // Plain where `tls` is null.
  PeerStream(StreamSocket socket, const std::shared_ptr<TlsContext>& tls);
  ~PeerStream();
  PeerStream(const PeerStream&) = delete;
  PeerStream& operator=(const PeerStream&) = delete;

  bool is_encrypted() const { return secure_ != nullptr; }
  // Before anything else where it is encrypted.
  void handshake(std::function<void(boost::system::error_code)> done);
  // The subject's common name of the certificate that the peer showed and that was verified;
  // nothing where it showed none.
  std::optional<std::string> certificate_name() const;

  void read_some(boost::asio::mutable_buffer into, Handler done);
  void write_all(const Buffers& buffers, Handler done);
  // Says that nothing more will be sent, where that can be said and the peer still be read from.
  void end_writing();
  void close();
  StreamSocket::executor_type executor() { return socket_.get_executor(); }

 private:
  struct Secure;

  StreamSocket socket_;
  std::unique_ptr<Secure> secure_;
};

}  // namespace loyald::rpc

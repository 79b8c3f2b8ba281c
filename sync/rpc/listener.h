// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>
#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <string>

#include "store/base/result.h"

namespace loyald::rpc {

// A socket that listens, on TCP or Unix. For a Unix socket it remembers which file it made.
class Listener {
 public:
  using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::generic::stream_protocol>;

  // `address` is numeric; port 0 lets the system choose. Errors: invalid_argument (no such
  // address), unavailable (taken by another process, or not allowed), each with what to do.
  static Result<Listener> tcp(boost::asio::io_context& io, const std::string& address,
                              std::uint16_t port);
  // The file gets mode 0660. One that a dead process left is replaced; errors: unavailable where a
  // living one listens, failed_precondition where the path is something other than a socket.
  static Result<Listener> unix_socket(boost::asio::io_context& io, const std::string& path);

  Acceptor& acceptor() { return acceptor_; }
  std::uint16_t port() const { return port_; }
  // Empty for TCP.
  const std::string& path() const { return path_; }
  // Stops listening and removes the Unix socket's file, if it is still ours.
  void close();

 private:
  explicit Listener(boost::asio::io_context& io) : acceptor_(io) {}

  Acceptor acceptor_;
  std::uint16_t port_ = 0;
  std::string path_;
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

}  // namespace loyald::rpc

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>

#include "tests/sync/rpc/raw_socket.h"

namespace loyald::rpc {

// Listens on 127.0.0.1 and runs `script` for each connection, one after the other: a server that
// misbehaves in ways ours cannot.
class ScriptedServer {
 public:
  explicit ScriptedServer(std::function<void(RawSocket&)> script) : script_(std::move(script)) {
    sockaddr_in at = {};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    REQUIRE(::bind(fd_, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0);
    REQUIRE(::listen(fd_, 16) == 0);
    REQUIRE(::getsockname(fd_, reinterpret_cast<sockaddr*>(&at), &size) == 0);
    port_ = ntohs(at.sin_port);
    thread_ = std::thread([this] {
      for (int peer = ::accept(fd_, nullptr, nullptr); peer >= 0;
           peer = ::accept(fd_, nullptr, nullptr)) {
        ++connections_;
        RawSocket socket(peer);
        script_(socket);
      }
    });
  }
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;
  ~ScriptedServer() {
    ::shutdown(fd_, SHUT_RDWR);
    thread_.join();
    ::close(fd_);
  }

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  int connections() const { return connections_; }

 private:
  const std::function<void(RawSocket&)> script_;
  const int fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
  std::uint16_t port_ = 0;
  std::atomic<int> connections_ = 0;
  std::thread thread_;
};

// Reads a request's head, answers with these bytes, closes.
inline std::function<void(RawSocket&)> answers(std::string bytes) {
  return [bytes = std::move(bytes)](RawSocket& socket) {
    socket.read_to("\r\n\r\n");
    socket.send(bytes);
  };
}

}  // namespace loyald::rpc

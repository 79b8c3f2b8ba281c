// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

namespace loyald::rpc {

// A blocking socket that speaks whatever bytes a test wants. No read waits longer than 20 s.
class RawSocket {
 public:
  explicit RawSocket(std::uint16_t port, int receive_buffer = 0)
      : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    limit_waiting(receive_buffer);
    sockaddr_in to = {};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connect_to(&to, sizeof to);
  }
  explicit RawSocket(const std::string& path) : fd_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    limit_waiting(0);
    sockaddr_un to = {};
    to.sun_family = AF_UNIX;
    std::strncpy(to.sun_path, path.c_str(), sizeof to.sun_path - 1);
    connect_to(&to, sizeof to);
  }
  // Takes over an accepted socket.
  explicit RawSocket(int fd) : fd_(fd) { limit_waiting(0); }
  RawSocket(const RawSocket&) = delete;
  RawSocket& operator=(const RawSocket&) = delete;
  ~RawSocket() { ::close(fd_); }

  // False where the peer has closed.
  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }

  void shut_down_writing() const { ::shutdown(fd_, SHUT_WR); }

  // Whether a read would return at once.
  bool readable() const {
    char byte = 0;
    return ::recv(fd_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0;
  }

  // Everything until the peer closes, or resets.
  std::string read_to_end() {
    while (receive()) {
    }
    return std::exchange(pending_, {});
  }

  // Everything up to and including `mark`; what was there where the peer closed before.
  std::string read_to(std::string_view mark) {
    while (pending_.find(mark) == std::string::npos && receive()) {
    }
    const std::size_t at = pending_.find(mark);
    return take(at == std::string::npos ? pending_.size() : at + mark.size());
  }

  // One reply with a Content-Length, head and body.
  std::string read_reply() {
    std::string reply = read_to("\r\n\r\n");
    const std::size_t at = reply.find("Content-Length: ");
    if (at == std::string::npos) return reply;
    const std::size_t length = std::stoul(reply.substr(at + 16));
    while (pending_.size() < length && receive()) {
    }
    return reply + take(std::min(length, pending_.size()));
  }

 private:
  void limit_waiting(int receive_buffer) const {
    REQUIRE(fd_ >= 0);
    const timeval limit = {20, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (receive_buffer > 0) {
      ::setsockopt(fd_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
  }

  void connect_to(const void* address, socklen_t size) const {
    REQUIRE(::connect(fd_, static_cast<const sockaddr*>(address), size) == 0);
  }

  bool receive() {
    char piece[4096];
    const ssize_t n = ::recv(fd_, piece, sizeof piece, 0);
    if (n <= 0) return false;
    pending_.append(piece, static_cast<std::size_t>(n));
    return true;
  }

  std::string take(std::size_t n) {
    std::string out = pending_.substr(0, n);
    pending_.erase(0, n);
    return out;
  }

  int fd_;
  std::string pending_;
};

// A directory of its own, removed with everything in it.
class ScratchDirectory {
 public:
  ScratchDirectory() {
    std::string path = (std::filesystem::temp_directory_path() / "loyald-rpc-XXXXXX").string();
    REQUIRE(::mkdtemp(path.data()) != nullptr);
    path_ = path;
  }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;
  ~ScratchDirectory() { std::filesystem::remove_all(path_); }
  std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

}  // namespace loyald::rpc

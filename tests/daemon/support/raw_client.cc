// SPDX-License-Identifier: Apache-2.0
#include "tests/daemon/support/raw_client.h"

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>

namespace loyald::daemon::testing {

RawClient::RawClient(const std::string& socket) : fd_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, socket.c_str(), sizeof(address.sun_path) - 1);
  const timeval patience{20, 0};
  setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
  if (connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
    throw std::runtime_error("cannot connect to " + socket);
  }
}

RawClient::~RawClient() { close(fd_); }

void RawClient::send(const std::string& bytes) {
  if (::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size())) {
    throw std::runtime_error("cannot send");
  }
}

std::string RawClient::read_until(const std::string& text) {
  while (true) {
    if (const std::size_t at = unread_.find(text); at != std::string::npos) {
      const std::string found = unread_.substr(0, at + text.size());
      unread_.erase(0, found.size());
      return found;
    }
    std::array<char, 4096> chunk{};
    const ssize_t got = recv(fd_, chunk.data(), chunk.size(), 0);
    if (got <= 0) throw std::runtime_error("the peer sent no \"" + text + "\" but: " + unread_);
    unread_.append(chunk.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace loyald::daemon::testing

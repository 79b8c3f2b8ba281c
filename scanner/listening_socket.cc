// SPDX-License-Identifier: Apache-2.0
#include "scanner/listening_socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>

namespace loyald::scanner {
namespace {

constexpr mode_t kSocketMode = 0660;
constexpr int kBacklog = 16;

tl::unexpected<Error> cannot_listen(const std::string& where, int error_number) {
  std::string hint;
  if (error_number == EADDRINUSE) hint = "another program listens there: choose another place";
  if (error_number == EACCES) hint = "let the daemon's user write there, or choose another place";
  return fail(Errc::unavailable, "cannot listen on " + where + ": " + std::strerror(error_number),
              std::move(hint));
}

FileDescriptor new_socket(int family) {
  return FileDescriptor(::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

// Makes room for our file.
Result<void> clear_path(const std::string& path, const sockaddr* address, socklen_t size) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0) return {};
  if (!S_ISSOCK(status.st_mode)) return cannot_listen(path, EEXIST);
  const FileDescriptor probe = new_socket(AF_UNIX);
  // Only a refusal proves that nobody listens.
  if (::connect(probe.get(), address, size) == 0 || errno != ECONNREFUSED) {
    return cannot_listen(path, EADDRINUSE);
  }
  ::unlink(path.c_str());
  return {};
}

// A peer that is gone without a word, a till switched off, must not keep its place for hours.
void notice_death(int connection) {
  constexpr int kOn = 1;
  constexpr int kIdleSeconds = 30;
  constexpr int kIntervalSeconds = 10;
  constexpr int kProbes = 3;
  setsockopt(connection, SOL_SOCKET, SO_KEEPALIVE, &kOn, sizeof kOn);
  setsockopt(connection, IPPROTO_TCP, TCP_KEEPIDLE, &kIdleSeconds, sizeof kIdleSeconds);
  setsockopt(connection, IPPROTO_TCP, TCP_KEEPINTVL, &kIntervalSeconds, sizeof kIntervalSeconds);
  setsockopt(connection, IPPROTO_TCP, TCP_KEEPCNT, &kProbes, sizeof kProbes);
}

}  // namespace

Result<void> check_socket_path(const std::string& path) {
  if (!path.empty() && path.size() < sizeof sockaddr_un::sun_path) return {};
  return fail(Errc::invalid_argument, "\"" + path + "\" is no path for a Unix socket",
              "it must have 1 to 107 bytes");
}

Result<void> check_address(const std::string& address) {
  in6_addr ignored{};
  if (inet_pton(AF_INET, address.c_str(), &ignored) == 1 ||
      inet_pton(AF_INET6, address.c_str(), &ignored) == 1) {
    return {};
  }
  return fail(Errc::invalid_argument, "\"" + address + "\" is not an IP address",
              "for example 127.0.0.1, 0.0.0.0 or ::");
}

Result<ListeningSocket> ListeningSocket::at_path(const std::string& path) {
  LOYALD_TRY(check_socket_path(path));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path.copy(address.sun_path, path.size());
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  LOYALD_TRY(clear_path(path, generic, sizeof address));
  ListeningSocket made(new_socket(AF_UNIX));
  const int socket = made.socket_.get();
  if (::bind(socket, generic, sizeof address) != 0) return cannot_listen(path, errno);
  struct stat status {};
  // Before listen(): until then nobody can connect, whatever the umask was.
  if (::chmod(path.c_str(), kSocketMode) != 0 || ::lstat(path.c_str(), &status) != 0 ||
      ::listen(socket, kBacklog) != 0) {
    return cannot_listen(path, errno);
  }
  made.path_ = path;
  made.device_ = status.st_dev;
  made.inode_ = status.st_ino;
  return made;
}

Result<ListeningSocket> ListeningSocket::on_port(const std::string& address, std::uint16_t port) {
  LOYALD_TRY(check_address(address));
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(port);
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  const bool is_v4 = inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1;
  if (!is_v4) inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr);
  const auto* generic =
      is_v4 ? reinterpret_cast<const sockaddr*>(&v4) : reinterpret_cast<const sockaddr*>(&v6);
  const socklen_t size = is_v4 ? sizeof v4 : sizeof v6;
  ListeningSocket made(new_socket(is_v4 ? AF_INET : AF_INET6));
  const int socket = made.socket_.get();
  // Lets a restarted daemon have its port back while old connections are in TIME_WAIT.
  constexpr int kOn = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &kOn, sizeof kOn);
  if (::bind(socket, generic, size) != 0 || ::listen(socket, kBacklog) != 0) {
    return cannot_listen(address + " port " + std::to_string(port), errno);
  }
  return made;
}

ListeningSocket::ListeningSocket(ListeningSocket&& other) noexcept
    : socket_(std::move(other.socket_)),
      path_(std::exchange(other.path_, {})),
      device_(other.device_),
      inode_(other.inode_) {}

ListeningSocket& ListeningSocket::operator=(ListeningSocket&& other) noexcept {
  if (this != &other) {
    remove_file();
    socket_ = std::move(other.socket_);
    path_ = std::exchange(other.path_, {});
    device_ = other.device_;
    inode_ = other.inode_;
  }
  return *this;
}

void ListeningSocket::remove_file() {
  struct stat status {};
  if (!path_.empty() && ::lstat(path_.c_str(), &status) == 0 && status.st_dev == device_ &&
      status.st_ino == inode_) {
    ::unlink(path_.c_str());
  }
  path_.clear();
}

std::uint16_t ListeningSocket::port() const {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (getsockname(socket_.get(), reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  // Both families have the port in the same place.
  return ntohs(reinterpret_cast<const sockaddr_in*>(&address)->sin_port);
}

Result<FileDescriptor> accept_connection(int listening) {
  FileDescriptor connection(::accept4(listening, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (connection.is_open()) {
    notice_death(connection.get());
    return connection;
  }
  const int error_number = errno;
  const bool is_over = error_number == EMFILE || error_number == ENFILE ||
                       error_number == ENOBUFS || error_number == ENOMEM || error_number == EBADF ||
                       error_number == EINVAL;
  if (!is_over) return connection;
  return fail(Errc::unavailable,
              std::string("cannot take a connection: ") + std::strerror(error_number));
}

}  // namespace loyald::scanner

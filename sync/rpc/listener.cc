// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/listener.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <cstring>
#include <utility>

namespace loyald::rpc {
namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
namespace {

constexpr mode_t kSocketMode = 0660;

tl::unexpected<Error> fail_to_listen(const std::string& where, const error_code& ec) {
  std::string hint;
  if (ec == asio::error::address_in_use) {
    hint = "another process listens there: stop it, or choose another address";
  } else if (ec == asio::error::access_denied) {
    hint = "ports below 1024 and other users' directories need permission: choose another address";
  } else if (ec == boost::system::errc::address_not_available) {
    hint = "this machine does not have that address";
  }
  return fail(Errc::unavailable, "cannot listen on " + where + ": " + ec.message(),
              std::move(hint));
}

// Makes room for our socket file.
Result<void> clear_path(asio::io_context& io, const std::string& path) {
  struct stat st = {};
  if (::lstat(path.c_str(), &st) != 0) return {};
  if (!S_ISSOCK(st.st_mode)) {
    return fail(Errc::failed_precondition, path + " exists and is not a socket",
                "remove it, or choose another path");
  }
  asio::local::stream_protocol::socket probe(io);
  error_code ec;
  probe.connect(asio::local::stream_protocol::endpoint(path), ec);
  // Only a refusal proves that nobody listens; a full backlog, for one, is a living process.
  if (ec != asio::error::connection_refused) {
    return fail_to_listen(path,
                          ec ? ec : asio::error::make_error_code(asio::error::address_in_use));
  }
  ::unlink(path.c_str());
  return {};
}

}  // namespace

Result<Listener> Listener::tcp(asio::io_context& io, const std::string& address,
                               std::uint16_t port) {
  error_code ec;
  const asio::ip::address ip = asio::ip::make_address(address, ec);
  if (ec) {
    return fail(Errc::invalid_argument, "\"" + address + "\" is not an IP address",
                "for example 127.0.0.1, 0.0.0.0 or ::");
  }
  const asio::ip::tcp::endpoint endpoint(ip, port);
  const std::string where =
      (ip.is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(port);
  Listener listener(io);
  Acceptor& acceptor = listener.acceptor_;
  if (acceptor.open(endpoint.protocol(), ec)) return fail_to_listen(where, ec);
  ::fcntl(acceptor.native_handle(), F_SETFD, FD_CLOEXEC);
  // Lets a restarted daemon have its port back while old connections are in TIME_WAIT; on Linux it
  // does not let two processes listen.
  acceptor.set_option(asio::socket_base::reuse_address(true), ec);
  if (ip.is_v6()) acceptor.set_option(asio::ip::v6_only(true), ec);
  if (acceptor.bind(endpoint, ec)) return fail_to_listen(where, ec);
  if (acceptor.listen(asio::socket_base::max_listen_connections, ec)) {
    return fail_to_listen(where, ec);
  }
  asio::ip::tcp::endpoint bound;
  const auto local = acceptor.local_endpoint(ec);
  std::memcpy(bound.data(), local.data(), std::min(local.size(), bound.capacity()));
  listener.port_ = bound.port();
  return listener;
}

Result<Listener> Listener::unix_socket(asio::io_context& io, const std::string& path) {
  if (path.empty() || path.size() >= sizeof(sockaddr_un::sun_path)) {
    return fail(Errc::invalid_argument, "\"" + path + "\" is no path for a Unix socket",
                "it must have 1 to 107 bytes");
  }
  LOYALD_TRY(clear_path(io, path));
  const asio::local::stream_protocol::endpoint endpoint(path);
  Listener listener(io);
  Acceptor& acceptor = listener.acceptor_;
  error_code ec;
  if (acceptor.open(endpoint.protocol(), ec)) return fail_to_listen(path, ec);
  ::fcntl(acceptor.native_handle(), F_SETFD, FD_CLOEXEC);
  if (acceptor.bind(endpoint, ec)) return fail_to_listen(path, ec);
  struct stat st = {};
  // Before listen(): until then nobody can connect, whatever the umask was.
  if (::chmod(path.c_str(), kSocketMode) != 0 || ::lstat(path.c_str(), &st) != 0) {
    return fail_to_listen(path, error_code(errno, boost::system::system_category()));
  }
  listener.path_ = path;
  listener.device_ = st.st_dev;
  listener.inode_ = st.st_ino;
  if (acceptor.listen(asio::socket_base::max_listen_connections, ec)) {
    return fail_to_listen(path, ec);
  }
  return listener;
}

void Listener::close() {
  error_code ignored;
  acceptor_.close(ignored);
  struct stat st = {};
  if (!path_.empty() && ::lstat(path_.c_str(), &st) == 0 && st.st_dev == device_ &&
      st.st_ino == inode_) {
    ::unlink(path_.c_str());
  }
  path_.clear();
}

}  // namespace loyald::rpc

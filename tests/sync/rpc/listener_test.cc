// SPDX-License-Identifier: Apache-2.0
#include "sync/rpc/listener.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <boost/asio/io_context.hpp>
#include <fstream>

#include "tests/sync/rpc/raw_socket.h"

using namespace loyald;
using namespace loyald::rpc;

namespace {

// Leaves a socket file that nobody listens on, as a killed process does.
void leave_stale_socket(const std::string& path) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un at = {};
  at.sun_family = AF_UNIX;
  std::strncpy(at.sun_path, path.c_str(), sizeof at.sun_path - 1);
  REQUIRE(::bind(fd, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0);
  ::close(fd);
}

}  // namespace

TEST_CASE("a port that is taken is an error that says what to do") {
  boost::asio::io_context io;
  auto first = Listener::tcp(io, "127.0.0.1", 0).value();
  CHECK(first.port() != 0);
  const auto second = Listener::tcp(io, "127.0.0.1", first.port());
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error().code == Errc::unavailable);
  CHECK(second.error().message ==
        "cannot listen on 127.0.0.1:" + std::to_string(first.port()) + ": Address already in use");
  CHECK(second.error().hint.find("another process") != std::string::npos);
  first.close();
  CHECK(Listener::tcp(io, "127.0.0.1", first.port()).has_value());
}

TEST_CASE("what is no address, or not ours, is refused") {
  boost::asio::io_context io;
  CHECK(Listener::tcp(io, "shop.example", 0).error().code == Errc::invalid_argument);
  CHECK(Listener::tcp(io, "192.0.2.1", 0).error().hint.find("does not have") != std::string::npos);
  CHECK(Listener::unix_socket(io, std::string(200, 'x')).error().code == Errc::invalid_argument);
  CHECK(Listener::unix_socket(io, "").error().code == Errc::invalid_argument);
  CHECK(Listener::unix_socket(io, "/nowhere/at/all").error().code == Errc::unavailable);
}

TEST_CASE("a Unix socket is for its owner and group, and its file goes with it") {
  ScratchDirectory scratch;
  boost::asio::io_context io;
  const std::string path = scratch.file("s");
  auto listener = Listener::unix_socket(io, path).value();
  struct stat st = {};
  REQUIRE(::stat(path.c_str(), &st) == 0);
  CHECK((st.st_mode & 0777) == 0660);
  listener.close();
  CHECK_FALSE(std::filesystem::exists(path));
}

TEST_CASE("a living process's socket is refused, a dead one's is replaced") {
  ScratchDirectory scratch;
  boost::asio::io_context io;
  const std::string path = scratch.file("s");
  leave_stale_socket(path);
  auto first = Listener::unix_socket(io, path);
  REQUIRE(first.has_value());
  const auto second = Listener::unix_socket(io, path);
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error().code == Errc::unavailable);
  CHECK(second.error().hint.find("another process") != std::string::npos);
  RawSocket reaches(path);
}

TEST_CASE("a file that is no socket is never removed") {
  ScratchDirectory scratch;
  boost::asio::io_context io;
  const std::string path = scratch.file("books.db");
  std::ofstream(path) << "precious";
  CHECK(Listener::unix_socket(io, path).error().code == Errc::failed_precondition);
  CHECK(std::filesystem::file_size(path) == 8);
}

TEST_CASE("closing leaves alone what another process has put at the path since") {
  ScratchDirectory scratch;
  boost::asio::io_context io;
  const std::string path = scratch.file("s");
  auto old = Listener::unix_socket(io, path).value();
  const std::string aside = scratch.file("aside");
  std::filesystem::rename(path, aside);
  auto successor = Listener::unix_socket(io, path).value();
  old.close();
  CHECK(std::filesystem::exists(path));
  successor.close();
  CHECK_FALSE(std::filesystem::exists(path));
}

// SPDX-License-Identifier: Apache-2.0
#include "scanner/line_server.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "scanner/line_framer.h"
#include "tests/scanner/run_until.h"
#include "tests/support/temporary_directory.h"

namespace loyald::scanner {
namespace {

using testing::run_until;

// A program that connects and writes.
class Peer {
 public:
  explicit Peer(const std::string& path) : socket_(::socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    connect_to(reinterpret_cast<const sockaddr*>(&address), sizeof address);
  }
  explicit Peer(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connect_to(reinterpret_cast<const sockaddr*>(&address), sizeof address);
  }
  void send(std::string_view bytes) {
    if (::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(bytes.size())) {
      throw std::runtime_error("not sent");
    }
  }
  void hang_up() { socket_.reset(); }
  // Whether the other end has closed the connection; waits for nothing.
  bool is_closed() {
    char byte = 0;
    return ::recv(socket_.get(), &byte, 1, MSG_DONTWAIT) == 0;
  }

 private:
  void connect_to(const sockaddr* address, socklen_t size) {
    if (::connect(socket_.get(), address, size) != 0) throw std::runtime_error("not connected");
  }
  FileDescriptor socket_;
};

struct Counter {
  loyald::testing::TemporaryDirectory directory;
  SystemClock clock;
  boost::asio::io_context io;
  std::vector<Scan> scans;
  LineOptions options;
  std::unique_ptr<LineServer> server;

  Counter() {
    options.name = "bridge";
    options.register_id = "till-1";
    options.repeat = std::chrono::milliseconds(0);
  }
  std::string path() const { return directory.file("line.sock"); }
  void start_at_path() {
    options.socket = path();
    start();
  }
  void start() {
    server = LineServer::make(io, clock, options, [this](Scan scan) {
               scans.push_back(std::move(scan));
             }).value();
    server->start();
  }
  bool until_scans(std::size_t count) {
    return run_until(io, [this, count] { return scans.size() >= count; });
  }
  bool until_clients(std::size_t count) {
    return run_until(io, [this, count] { return server->clients() == count; });
  }
};

TEST_CASE("one scan a line, from programs that come and go") {
  Counter counter;
  counter.start_at_path();
  CHECK(counter.server->state().text == "reading");
  Peer first(counter.path());
  Peer second(counter.path());
  first.send("042");
  second.send("]E0043\r\n");
  REQUIRE(counter.until_scans(1));
  CHECK(counter.scans[0].text == "]E0043");
  CHECK(counter.scans[0].symbology == Symbology::ean13);
  CHECK(counter.scans[0].source == "bridge");
  CHECK(counter.scans[0].register_id == "till-1");
  first.send("1\n044\n");
  REQUIRE(counter.until_scans(3));
  CHECK(counter.scans[1].text == "0421");
  CHECK(counter.scans[2].text == "044");
  CHECK(counter.server->clients() == 2);
  first.hang_up();
  second.hang_up();
  REQUIRE(counter.until_clients(0));
  Peer third(counter.path());
  third.send("045\n");
  REQUIRE(counter.until_scans(4));
  CHECK(counter.server->state().scans == 4);
}

TEST_CASE("what was said before hanging up counts, but is not sure to be whole") {
  Counter counter;
  counter.start_at_path();
  Peer peer(counter.path());
  peer.send("042\n043");
  peer.hang_up();
  REQUIRE(counter.until_scans(2));
  CHECK(counter.scans[0].complete);
  CHECK(counter.scans[1].text == "043");
  CHECK_FALSE(counter.scans[1].complete);
}

TEST_CASE("over TCP it is this machine's alone unless told otherwise") {
  Counter counter;
  counter.start();
  REQUIRE(counter.server->port() != 0);
  Peer peer(counter.server->port());
  peer.send("042\n");
  REQUIRE(counter.until_scans(1));
  // Another address of this machine stands for another machine.
  FileDescriptor other(::socket(AF_INET, SOCK_STREAM, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(counter.server->port());
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK + 1);
  CHECK(::connect(other.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0);

  Counter open;
  open.options.address = "0.0.0.0";
  open.start();
  address.sin_port = htons(open.server->port());
  CHECK(::connect(other.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
}

TEST_CASE("a line that is too long is dropped, and the next one read") {
  Counter counter;
  counter.start_at_path();
  Peer peer(counter.path());
  peer.send(std::string(LineFramer::kMaxFrameBytes + 1, 'x') + "\n042\n");
  REQUIRE(counter.until_scans(1));
  CHECK(counter.scans[0].text == "042");
  CHECK(counter.server->state().dropped == 1);
}

TEST_CASE("so many at once and no more; those that are there go on") {
  Counter counter;
  counter.start_at_path();
  std::vector<Peer> peers;
  for (std::size_t i = 0; i < LineServer::kMaxClients; ++i) peers.emplace_back(counter.path());
  REQUIRE(counter.until_clients(LineServer::kMaxClients));
  Peer late(counter.path());
  REQUIRE(run_until(counter.io, [&] {
    peers.front().send("\n");
    return late.is_closed();
  }));
  CHECK(counter.server->clients() == LineServer::kMaxClients);
  peers.back().send("042\n");
  REQUIRE(counter.until_scans(1));
  peers.front().hang_up();
  REQUIRE(counter.until_clients(LineServer::kMaxClients - 1));
  Peer later(counter.path());
  later.send("043\n");
  REQUIRE(counter.until_scans(2));
}

TEST_CASE("who says nothing for long is hung up on") {
  Counter counter;
  counter.options.idle = std::chrono::milliseconds(20);
  counter.start_at_path();
  Peer silent(counter.path());
  REQUIRE(run_until(counter.io, [&] { return silent.is_closed(); }));
  CHECK(counter.server->clients() == 0);
  Peer peer(counter.path());
  peer.send("042\n");
  REQUIRE(counter.until_scans(1));
}

TEST_CASE("a file that a dead process left is replaced; a living one is left alone") {
  Counter counter;
  {
    // Bound and closed without a word.
    const FileDescriptor dead(::socket(AF_UNIX, SOCK_STREAM, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    counter.path().copy(address.sun_path, sizeof address.sun_path - 1);
    REQUIRE(::bind(dead.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
  }
  counter.start_at_path();
  REQUIRE(counter.server->state().reading);
  struct stat status {};
  REQUIRE(::stat(counter.path().c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0660);

  Counter other;
  other.options.socket = counter.path();
  other.start();
  CHECK(other.server->state().text.starts_with("cannot listen on " + counter.path() +
                                               ": Address already in use"));
  // It waits for its turn.
  counter.server->stop();
  CHECK_FALSE(std::filesystem::exists(counter.path()));
  REQUIRE(run_until(other.io, [&] { return other.server->state().reading; }));
  other.server.reset();
  CHECK_FALSE(std::filesystem::exists(counter.path()));
}

TEST_CASE("what is no socket is not removed") {
  Counter counter;
  std::ofstream(counter.path()) << "somebody's file";
  counter.start_at_path();
  CHECK(counter.server->state().text == "cannot listen on " + counter.path() + ": File exists");
  CHECK(std::filesystem::exists(counter.path()));
}

TEST_CASE("stopping from within a scan ends all, and nothing more is delivered") {
  Counter counter;
  counter.options.socket = counter.path();
  std::unique_ptr<LineServer> server;
  int scans = 0;
  server = LineServer::make(counter.io, counter.clock, counter.options, [&](const Scan&) {
             ++scans;
             server->stop();
           }).value();
  server->start();
  Peer peer(counter.path());
  peer.send("042\n043\n044");
  REQUIRE(run_until(counter.io, [&] { return scans == 1; }));
  CHECK(server->state().text == "stopped");
  counter.io.restart();
  counter.io.run();
  CHECK(scans == 1);
  CHECK(peer.is_closed());
  server->start();
  CHECK(server->state().reading);
}

TEST_CASE("places that are none are refused") {
  boost::asio::io_context io;
  const SystemClock clock;
  LineOptions options;
  options.address = "localhost";
  const auto no_address = LineServer::make(io, clock, options, [](const Scan&) {});
  REQUIRE_FALSE(no_address);
  CHECK(no_address.error().message == "\"localhost\" is not an IP address");
  options.socket = std::string(108, 'x');
  CHECK_FALSE(LineServer::make(io, clock, options, [](const Scan&) {}));
}

}  // namespace
}  // namespace loyald::scanner

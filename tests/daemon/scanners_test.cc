// SPDX-License-Identifier: Apache-2.0
// Scanners at a running daemon: from the device to the register's stream, and back to the device.
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "scanner/file_descriptor.h"
#include "tests/daemon/support/raw_client.h"
#include "tests/daemon/support/running_daemon.h"
#include "tests/support/doctest.h"

namespace loyald::daemon {
namespace {

using scanner::FileDescriptor;
using testing::at_register;
using testing::RawClient;
using testing::RunningDaemon;
using testing::test_card;

std::string read_from(const FileDescriptor& port, std::size_t count) {
  std::string bytes;
  while (bytes.size() < count) {
    pollfd ready{port.get(), POLLIN, 0};
    REQUIRE(poll(&ready, 1, 20'000) == 1);
    char buffer[64];
    const ssize_t got = read(port.get(), buffer, sizeof buffer);
    REQUIRE(got > 0);
    bytes.append(buffer, static_cast<std::size_t>(got));
  }
  return bytes;
}

// A scanner at a pseudo-terminal, which the daemon opens by its name.
struct Pty {
  FileDescriptor master;
  FileDescriptor slave;
  std::string name;

  Pty() {
    int ends[2];
    char buffer[128];
    REQUIRE(openpty(&ends[0], &ends[1], buffer, nullptr, nullptr) == 0);
    master = FileDescriptor(ends[0]);
    slave = FileDescriptor(ends[1]);
    name = buffer;
  }
  void scan(const std::string& text) {
    const std::string bytes = text + "\r";
    REQUIRE(write(master.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }
  // What the scanner was sent, once so many bytes are here.
  std::string sent(std::size_t count) { return read_from(master, count); }
};

std::string serial_at(const std::string& device) {
  return "\n[[scanner]]\nname = \"gun\"\nregister = \"1\"\nrepeat_ms = 0\n"
         "serial = { device = \"" +
         device + "\", feedback = \"honeywell-ack\" }\n";
}

void listen(RawClient& page, const std::string& register_id) {
  page.send("GET /events?register=" + register_id + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
  page.read_until("event: status");
  page.read_until("\n\n");
}

TEST_CASE("the scanner hears how its scan ended: a card in use, a new one, blocked, or no card") {
  Pty gun;
  RunningDaemon store(serial_at(gun.name));
  auto enrol = at_register<v1::EnrolRequest>(test_card(1));
  enrol.set_enrol_id("e");
  store.good<v1::EnrolResponse>("Enrol", enrol);
  RawClient page(store.socket());
  listen(page, "1");

  const std::string green = "\x1b\x37\x1b\x32,";
  const std::string good = "\x1b\x37,";
  const std::string razz = "\x1b\x38,\x1b\x38,";
  gun.scan(test_card(1));
  CHECK(page.read_until("\n\n").find("\"card\":\"" + test_card(1)) != std::string::npos);
  CHECK(gun.sent(green.size()) == green);
  gun.scan(test_card(2));
  CHECK(page.read_until("\n\n").find("\"isNew\":true") != std::string::npos);
  CHECK(gun.sent(razz.size()) == razz);
  gun.scan("4006381333931");
  CHECK(page.read_until("\n\n").find("\"notACard\"") != std::string::npos);
  CHECK(gun.sent(good.size()) == good);
  auto block = at_register<v1::BlockCardRequest>(test_card(1));
  block.set_block_id("b");
  block.set_state("lost");
  store.good<v1::BlockCardResponse>("BlockCard", block);
  gun.scan(test_card(1));
  page.read_until("\n\n");
  CHECK(gun.sent(razz.size()) == razz);
}

TEST_CASE("with pass = \"port\" the till's program gets the goods, not the cards, and is heard") {
  Pty gun;
  RunningDaemon store(
      "\n[[scanner]]\nname = \"gun\"\nregister = \"1\"\npass = \"port\"\n"
      "serial = { device = \"" +
      gun.name + "\" }\n");
  RawClient page(store.socket());
  listen(page, "1");
  const FileDescriptor port(open(store.file("state/port/gun").c_str(), O_RDWR | O_NOCTTY));
  REQUIRE(port.is_open());
  gun.scan(test_card(1));
  CHECK(page.read_until("\n\n").find("\"card\":\"" + test_card(1)) != std::string::npos);
  gun.scan("4006381333931");
  const std::string goods = "4006381333931\r";
  CHECK(read_from(port, goods.size()) == goods);
  REQUIRE(write(port.get(), "\a", 1) == 1);
  CHECK(gun.sent(1) == "\a");
}

TEST_CASE("a scan that is not whole is counted, and the next one is read") {
  Pty gun;
  RunningDaemon store(serial_at(gun.name));
  RawClient page(store.socket());
  listen(page, "1");
  gun.scan(std::string(scanner::kMaxScanBytes + 1, '7'));
  gun.scan(test_card(1));
  CHECK(page.read_until("\n\n").find("\"card\":\"" + test_card(1)) != std::string::npos);
  const auto status = store.good<v1::StatusResponse>("Status", v1::StatusRequest());
  CHECK(status.scanners(0).scans() == 1);
  CHECK(status.scanners(0).lost() == 1);
}

TEST_CASE("a program that writes a line has scanned") {
  RunningDaemon store(
      "\n[[scanner]]\nname = \"bridge\"\nregister = \"2\"\n"
      "line = { socket = \"scan.sock\" }\n");
  RawClient page(store.socket());
  listen(page, "2");
  RawClient bridge(store.file("scan.sock"));
  bridge.send(test_card(1) + "\n");
  const std::string event = page.read_until("\n\n");
  CHECK(event.find("\"scanner\":\"bridge\"") != std::string::npos);
  CHECK(event.find("\"card\":\"" + test_card(1)) != std::string::npos);
  const auto status = store.good<v1::StatusResponse>("Status", v1::StatusRequest());
  REQUIRE(status.scanners_size() == 1);
  CHECK(status.scanners(0).kind() == "line");
  CHECK(status.scanners(0).state() == "reading");
  CHECK(status.scanners(0).scans() == 1);
}

TEST_CASE("a camera is off until somebody listens to its register") {
  RunningDaemon store(
      "\n[[scanner]]\nname = \"camera\"\nregister = \"3\"\n"
      "camera = { device = \"/nonexistent/video0\" }\n");
  const auto state = [&] {
    return store.good<v1::StatusResponse>("Status", v1::StatusRequest()).scanners(0).state();
  };
  CHECK(state() == "stopped");
  {
    RawClient other(store.socket());
    listen(other, "1");
    CHECK(state() == "stopped");
    RawClient page(store.socket());
    listen(page, "3");
    // It is wanted now, and is not there.
    CHECK(state() == "cannot open /nonexistent/video0: No such file or directory");
  }
  while (state() != "stopped") {
  }
}

}  // namespace
}  // namespace loyald::daemon

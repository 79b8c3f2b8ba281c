// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <pty.h>
#include <unistd.h>

#include <filesystem>

#include "tests/daemon/support/raw_client.h"
#include "tests/daemon/support/running_daemon.h"
#include "tests/support/doctest.h"

// Scans on their way from a serial port (a pseudo-terminal) to a cashier page.
namespace loyald::daemon {
namespace {

using testing::RawClient;
using testing::RunningDaemon;
using testing::test_card;

// Our end of a serial line; the daemon has the other.
class Scanner {
 public:
  Scanner() {
    int device = -1;
    char name[128];
    REQUIRE(openpty(&ours_, &device, name, nullptr, nullptr) == 0);
    close(device);
    device_ = name;
  }
  ~Scanner() { close(ours_); }
  Scanner(const Scanner&) = delete;
  Scanner& operator=(const Scanner&) = delete;

  std::string config(const std::string& register_id = "1") const {
    return "[[scanner]]\nname = \"" + (register_id == "1" ? std::string("front") : register_id) +
           "\"\nregister = \"" + register_id + "\"\nserial.device = \"" + device_ + "\"\n";
  }
  void scan(const std::string& text) {
    const std::string line = text + "\r\n";
    REQUIRE(write(ours_, line.data(), line.size()) == static_cast<ssize_t>(line.size()));
  }

 private:
  int ours_ = -1;
  std::string device_;
};

// A listener that has got the greeting.
struct Listener {
  RawClient client;
  std::string place;  // the id of its greeting
  explicit Listener(RunningDaemon& store, const std::string& register_id,
                    const std::string& last_id = "")
      : client(store.socket()) {
    client.send("GET /events?register=" + register_id + " HTTP/1.1\r\nHost: localhost\r\n" +
                (last_id.empty() ? "" : "Last-Event-ID: " + last_id + "\r\n") + "\r\n");
    const std::string head = client.read_until("\r\n\r\n");
    REQUIRE(head.find("200 OK") != std::string::npos);
    REQUIRE(head.find("text/event-stream") != std::string::npos);
    const std::string greeting = client.read_until("event: status\ndata: {");
    if (const auto id = greeting.find("id: "); id != std::string::npos) {
      place = greeting.substr(id + 4, greeting.find('\n', id) - id - 4);
    }
    client.read_until("\n\n");
  }
  // The next scan event, from "id:" on.
  std::string next_scan() {
    client.read_until("id: ");
    return client.read_until("\n\n");
  }
};

std::string id_of(const std::string& event) { return event.substr(0, event.find('\n')); }

TEST_CASE("a scanned card arrives with its member, anything else with the reason") {
  Scanner scanner;
  RunningDaemon store(scanner.config());
  Listener page(store, "1");
  scanner.scan(test_card(1));
  const std::string card = page.next_scan();
  CHECK(card.find("event: scan\n") != std::string::npos);
  CHECK(card.find("\"card\":\"" + test_card(1) + "\"") != std::string::npos);
  CHECK(card.find("\"memberId\":\"") != std::string::npos);
  CHECK(card.find("\"scanner\":\"front\"") != std::string::npos);
  scanner.scan("4006381333931");
  const std::string product = page.next_scan();
  CHECK(product.find("\"card\":\"\"") != std::string::npos);
  CHECK(product.find("\"notACard\":\"\"") == std::string::npos);
  CHECK(product.find("\"member\"") == std::string::npos);
}

TEST_CASE("a listener that comes back gets what it missed, once, and of its register alone") {
  Scanner scanner;
  Scanner elsewhere;
  RunningDaemon store(scanner.config() + elsewhere.config("2"));
  std::string last;
  {
    Listener page(store, "1");
    scanner.scan(test_card(1));
    last = id_of(page.next_scan());
  }
  Listener watch(store, "1");  // sees when the daemon has the next two
  Listener other(store, "2");
  elsewhere.scan(test_card(9));
  CHECK(other.next_scan().find(test_card(9)) != std::string::npos);
  scanner.scan(test_card(2));
  scanner.scan(test_card(3));
  watch.next_scan();
  watch.next_scan();

  Listener back(store, "1", last);
  const std::string second = back.next_scan();
  CHECK(second.find(test_card(2)) != std::string::npos);
  const std::string third = back.next_scan();
  CHECK(third.find(test_card(3)) != std::string::npos);
  CHECK(std::stoull(id_of(second)) > std::stoull(last));
  CHECK(std::stoull(id_of(third)) > std::stoull(id_of(second)));

  // One that saw everything gets only what is new.
  Listener up_to_date(store, "1", id_of(third));
  scanner.scan(test_card(4));
  CHECK(up_to_date.next_scan().find(test_card(4)) != std::string::npos);
}

TEST_CASE("a listener that has seen no scan yet can resume, too") {
  Scanner scanner;
  RunningDaemon store(scanner.config());
  std::string place;
  {
    Listener page(store, "1");
    place = page.place;
  }
  REQUIRE(!place.empty());
  Listener watch(store, "1");
  scanner.scan(test_card(5));
  watch.next_scan();
  Listener back(store, "1", place);
  CHECK(back.next_scan().find(test_card(5)) != std::string::npos);
}

TEST_CASE("a listener must say which register it is") {
  RunningDaemon store;
  RawClient client(store.socket());
  client.send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  CHECK(client.read_until("}").find("register: is required") != std::string::npos);
}

TEST_CASE("pages of other sites are refused") {
  RunningDaemon store;
  RawClient client(store.socket());
  client.send(
      "GET /events?register=1 HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil.example\r\n\r\n");
  CHECK(client.read_until("}").find("403") != std::string::npos);
}

TEST_CASE("a stop ends the streams") {
  RunningDaemon store;
  Listener page(store, "1");
  store.stop();
  // The last chunk of a chunked body.
  CHECK_NOTHROW(page.client.read_until("0\r\n\r\n"));
}

}  // namespace
}  // namespace loyald::daemon

// SPDX-License-Identifier: Apache-2.0
#include "scanner/key_relay.h"

#include <doctest/doctest.h>
#include <poll.h>
#include <sys/eventfd.h>

#include <thread>

#include "tests/scanner/fifo_till.h"
#include "tests/scanner/shop_cards.h"

namespace loyald::scanner {
namespace {

// A relay whose I/O thread is the test: it lives while the test says so.
struct Counter {
  testing::FifoTill till;
  SystemClock clock;
  CardRecogniser cards = testing::shop_cards();
  FileDescriptor woken{eventfd(0, EFD_CLOEXEC)};
  KeyRelay relay;

  static KeyRelay::Options options(const testing::FifoTill& till) {
    KeyRelay::Options options;
    options.device = [path = till.scanner()]() -> Result<std::string> { return path; };
    options.uinput = till.keyboard();
    options.settling = std::chrono::milliseconds(0);
    options.patience = std::chrono::hours(1);
    return options;
  }

  Counter() : Counter([](KeyRelay::Options&) {}) {}
  template <class Change>
  explicit Counter(Change change)
      : relay(
            clock, PassPath::make("us", CardBeginnings(cards), {}).value(),
            [&] {
              auto made = options(till);
              change(made);
              return made;
            }(),
            [this] {
              const std::uint64_t one = 1;
              if (write(woken.get(), &one, sizeof one) != sizeof one) std::abort();
            }) {}

  void start() {
    relay.start();
    till.plug_in();
  }
  std::optional<KeyText> text() {
    pollfd waiting{woken.get(), POLLIN, 0};
    while (true) {
      if (auto item = relay.texts().take()) return std::move(item->text);
      std::uint64_t count = 0;
      if (poll(&waiting, 1, 30'000) <= 0) return std::nullopt;
      if (read(woken.get(), &count, sizeof count) != sizeof count) return std::nullopt;
    }
  }
  bool until_state(const std::string& text) {
    const Timestamp give_up = clock.steady() + std::chrono::seconds(30);
    while (relay.state().text != text && clock.steady() < give_up) std::this_thread::yield();
    return relay.state().text == text;
  }
};

TEST_CASE("products reach the till, cards reach us") {
  Counter counter;
  CHECK(counter.relay.state().text == "stopped");
  counter.start();
  REQUIRE(counter.until_state("relaying"));
  counter.till.scan("5901234123457");
  counter.till.scan("0420000001232");
  counter.till.scan("0420000001233");
  CHECK(counter.text() == KeyText{"5901234123457", true});
  CHECK(counter.text() == KeyText{"0420000001232", true});
  CHECK(counter.text() == KeyText{"0420000001233", true});
  std::vector<KeyEdge> expected = testing::scan_edges("5901234123457");
  const auto more = testing::scan_edges("0420000001233");
  expected.insert(expected.end(), more.begin(), more.end());
  CHECK(counter.till.keys(56) == expected);
  counter.relay.stop();
  CHECK(counter.relay.state().text == "stopped");
}

TEST_CASE("a scanner of our own passes nothing") {
  Counter counter([](KeyRelay::Options& options) { options.passes = false; });
  counter.start();
  REQUIRE(counter.until_state("relaying"));
  counter.till.scan("5901234123457");
  CHECK(counter.text() == KeyText{"5901234123457", true});
  counter.relay.stop();
  CHECK(counter.till.keys(0).empty());
}

TEST_CASE("without a keyboard of its own it only listens, and says why") {
  Counter counter([](KeyRelay::Options& options) { options.uinput = "/nonexistent/uinput"; });
  counter.start();
  REQUIRE(counter.until_state(
      "only listening: cannot type through /nonexistent/uinput: No such file or directory"));
  CHECK(counter.relay.state().reading);
  counter.till.scan("0420000001232");
  CHECK(counter.text() == KeyText{"0420000001232", true});
}

TEST_CASE("what is held when the scanner goes away is passed on, and no key stays down") {
  Counter counter;
  counter.start();
  REQUIRE(counter.until_state("relaying"));
  counter.till.send({{EV_KEY, KEY_0, 1, {0}}, {EV_SYN, SYN_REPORT, 0, {0}}});
  counter.till.unplug();
  CHECK(counter.till.keys(2) == std::vector<KeyEdge>{{KEY_0, true}, {KEY_0, false}});
  counter.till.plug_in();
  REQUIRE(counter.until_state("relaying"));
  counter.till.scan("0420000001232");
  CHECK(counter.text() == KeyText{"0420000001232", true});
}

TEST_CASE("a daemon that shows no life does not hold the scanner, one that lives again does") {
  Counter counter([](KeyRelay::Options& options) { options.patience = std::chrono::seconds(2); });
  counter.start();
  REQUIRE(counter.until_state("relaying"));
  // A key that is down, and one that is held back.
  counter.till.send({{EV_KEY, KEY_0, 1, {0}}, {EV_SYN, SYN_REPORT, 0, {0}}});
  REQUIRE(counter.until_state("only listening: the daemon is busy"));
  CHECK(counter.till.keys(2) == std::vector<KeyEdge>{{KEY_0, true}, {KEY_0, false}});
  CHECK(counter.relay.state().reading);
  counter.relay.beat();
  REQUIRE(counter.until_state("relaying"));
}

TEST_CASE("texts that nobody takes are dropped and counted") {
  Counter counter;
  counter.start();
  REQUIRE(counter.until_state("relaying"));
  for (std::size_t i = 0; i < TextQueue::kMaxWaiting + 3; ++i) counter.till.scan("042");
  counter.till.keys(8 * (TextQueue::kMaxWaiting + 3));
  counter.relay.stop();
  CHECK(counter.relay.state().dropped == 3);
  for (std::size_t i = 0; i < TextQueue::kMaxWaiting; ++i) {
    CHECK(counter.text() == KeyText{"042", true});
  }
  CHECK_FALSE(counter.relay.texts().take());
}

TEST_CASE("a device that is not there is said so, and tried again") {
  Counter counter([](KeyRelay::Options& options) {
    options.device = []() -> Result<std::string> { return fail(Errc::not_found, "unplugged"); };
  });
  counter.relay.start();
  REQUIRE(counter.until_state("unplugged"));
  CHECK_FALSE(counter.relay.state().reading);
  counter.relay.retry_now();
  counter.relay.stop();
}

}  // namespace
}  // namespace loyald::scanner

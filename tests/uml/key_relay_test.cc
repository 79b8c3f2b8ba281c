// SPDX-License-Identifier: Apache-2.0
#include "scanner/key_relay.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <linux/input.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <stdexcept>
#include <thread>

#include "scanner/wedge_device.h"
#include "tests/scanner/layout_oracle.h"
#include "tests/scanner/shop_cards.h"
#include "tests/uml/support/keyboard_device.h"
#include "tests/uml/support/till_reader.h"

namespace loyald::scanner {
namespace {

using testing::KeyboardDevice;
using testing::TillReader;

// The keyboard that a relay made: its event node, or nothing where there is none.
std::string clone_node() { return testing::keyboard_node(kCloneName); }

// A counter: the scanner, the relay whose I/O thread is the test, and a desktop that reads every
// keyboard there is.
struct Counter {
  SystemClock clock;
  CardRecogniser cards = testing::shop_cards();
  KeyboardDevice scanner;
  KeyRelay relay;

  explicit Counter(std::chrono::milliseconds patience = std::chrono::hours(1))
      : relay(clock, PassPath::make("us", CardBeginnings(cards), {}).value(),
              options(scanner.node(), patience), [] {}) {}

  static KeyRelay::Options options(const std::string& node, std::chrono::milliseconds patience) {
    KeyRelay::Options options;
    options.device = [node]() -> Result<std::string> { return node; };
    options.settling = std::chrono::milliseconds(0);
    options.patience = patience;
    return options;
  }
  bool until_state(std::string_view text) {
    const Timestamp give_up = clock.steady() + std::chrono::seconds(10);
    while (!relay.state().text.starts_with(text) && clock.steady() < give_up) {
      std::this_thread::yield();
    }
    return relay.state().text.starts_with(text);
  }
  std::optional<std::string> text() {
    const Timestamp give_up = clock.steady() + std::chrono::seconds(10);
    while (clock.steady() < give_up) {
      if (auto item = relay.texts().take()) return std::move(item->text.text);
      std::this_thread::yield();
    }
    return std::nullopt;
  }
  void start() {
    relay.start();
    REQUIRE(until_state("relaying"));
  }
};

std::vector<std::pair<int, int>> edges(const std::vector<KeyEvent>& events) {
  std::vector<std::pair<int, int>> out;
  for (const KeyEvent& event : events) out.emplace_back(event.code, event.value);
  return out;
}

TEST_CASE("the till gets what is no card through the relay alone, at any pace") {
  Counter counter;
  TillReader scanner(counter.scanner.node());
  counter.start();
  TillReader till(clone_node());
  for (const int gap_ms : {1, 6, 10, 19}) {
    CAPTURE(gap_ms);
    counter.scanner.scan("us", "5901234123457", gap_ms);
    CHECK(till.line() == "5901234123457");
    CHECK(counter.text() == "5901234123457");
    counter.scanner.scan("us", "0420000001232", gap_ms);
    CHECK(counter.text() == "0420000001232");
    counter.scanner.scan("us", "0420000001233", gap_ms);
    CHECK(till.line() == "0420000001233");
    CHECK(counter.text() == "0420000001233");
  }
  CHECK(scanner.keys().empty());
  CHECK(till.overruns() == 0);
}

TEST_CASE("a till that is busy for 20 ms loses nothing of a long text that was held") {
  Counter counter;
  counter.start();
  TillReader till(clone_node(), {"us", std::chrono::milliseconds(20)});
  const std::string text = "74110420000001232" + std::string(100, '7');
  for (int i = 0; i < 3; ++i) {
    counter.scanner.scan("us", text, 6);
    CHECK(till.line(std::chrono::seconds(20)).value_or("nothing") == text);
    CHECK(counter.relay.state().dropped == 0);
  }
  counter.scanner.scan("us", "KA1B2C3-KAB", 6);
  CHECK(till.line() == "KA1B2C3-KAB");
  CHECK(till.overruns() == 0);
}

TEST_CASE("our keyboard has our ids, repeats nothing by itself, and is never read by us") {
  Counter counter;
  counter.start();
  const std::string node = clone_node();
  FileDescriptor clone(open(node.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
  input_id id{};
  REQUIRE(ioctl(clone.get(), EVIOCGID, &id) == 0);
  CHECK(id.bustype == BUS_VIRTUAL);
  CHECK(id.vendor == 0x1209);
  CHECK(id.product == 0x4c59);
  std::array<char, 128> name{};
  REQUIRE(ioctl(clone.get(), EVIOCGNAME(name.size()), name.data()) > 0);
  CHECK(std::string(name.data()) == "loyald relay: Honeywell Voyager 1400g");
  unsigned long types = 0;
  REQUIRE(ioctl(clone.get(), EVIOCGBIT(0, sizeof types), &types) > 0);
  CHECK((types >> EV_REP & 1U) == 0);
  CHECK((types >> EV_MSC & 1U) == 0);
  const auto refused = open_wedge(node);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message == "cannot open " + node + ": it is loyald's own keyboard");
}

TEST_CASE("lights that the desktop switches reach the scanner") {
  Counter counter;
  counter.start();
  FileDescriptor clone(open(clone_node().c_str(), O_RDWR | O_CLOEXEC));
  FileDescriptor scanner(open(counter.scanner.node().c_str(), O_RDWR | O_CLOEXEC));
  std::array<input_event, 2> light{};
  light[0].type = EV_LED;
  light[0].code = LED_CAPSL;
  light[0].value = 1;
  REQUIRE(write(clone.get(), light.data(), sizeof light) == sizeof light);
  const Timestamp give_up = counter.clock.steady() + std::chrono::seconds(10);
  unsigned char lights = 0;
  while (lights == 0 && counter.clock.steady() < give_up) {
    REQUIRE(ioctl(scanner.get(), EVIOCGLED(sizeof lights), &lights) >= 0);
    std::this_thread::yield();
  }
  CHECK(lights == 1U << LED_CAPSL);
}

TEST_CASE("a scanner that another program has taken is not relayed until it is free") {
  Counter counter;
  FileDescriptor other(open(counter.scanner.node().c_str(), O_RDWR | O_CLOEXEC));
  REQUIRE(ioctl(other.get(), EVIOCGRAB, 1) == 0);
  counter.relay.start();
  REQUIRE(counter.until_state(
      "only listening: another program (keyd, input-remapper, another loyald) has taken it"));
  CHECK(counter.relay.state().reading);
  other.reset();
  counter.relay.retry_now();
  REQUIRE(counter.until_state("relaying"));
  counter.scanner.scan("us", "0420000001232", 6);
  CHECK(counter.text() == "0420000001232");
}

TEST_CASE("a key that is down when we come is not taken away from who saw it go down") {
  Counter counter;
  TillReader desktop(counter.scanner.node());
  const KeyEvent down{EV_KEY, KEY_A, 1, {0}};
  const KeyEvent up{EV_KEY, KEY_A, 0, {0}};
  const KeyEvent report{EV_SYN, SYN_REPORT, 0, {0}};
  counter.scanner.play(std::array{down, report});
  counter.relay.start();
  REQUIRE(counter.until_state("only listening: a key of it is held down"));
  counter.scanner.play(std::array{up, report});
  counter.relay.retry_now();
  REQUIRE(counter.until_state("relaying"));
  auto seen = edges(desktop.keys());
  std::erase_if(seen, [](const auto& edge) { return edge.second == 2; });
  CHECK(seen == std::vector<std::pair<int, int>>{{KEY_A, 1}, {KEY_A, 0}});
}

TEST_CASE("a daemon without life gives the scanner back within its patience, and takes it again") {
  Counter counter(KeyRelay::kPatience);
  TillReader desktop(counter.scanner.node());
  counter.start();
  const Timestamp last = counter.clock.steady();
  counter.relay.beat();
  REQUIRE(counter.until_state("only listening: the daemon is busy"));
  const auto taken = counter.clock.steady() - last;
  MESSAGE("the scanner was given back after ", taken.count(), " ms without life");
  CHECK(taken < KeyRelay::kPatience * 3 / 2);
  counter.scanner.scan("us", "5901234123457", 6);
  CHECK(desktop.line() == "5901234123457");
  counter.relay.beat();
  REQUIRE(counter.until_state("relaying"));
}

TEST_CASE("the death of the daemon gives the scanner back at once") {
  KeyboardDevice scanner;
  std::array<int, 2> ready{};
  REQUIRE(pipe2(ready.data(), O_CLOEXEC) == 0);
  const pid_t child = fork();
  if (child == 0) {
    SystemClock clock;
    const CardRecogniser cards = testing::shop_cards();
    KeyRelay relay(clock, PassPath::make("us", CardBeginnings(cards), {}).value(),
                   Counter::options(scanner.node(), std::chrono::hours(1)), [] {});
    relay.start();
    while (relay.state().text != "relaying") std::this_thread::yield();
    if (write(ready[1], "x", 1) != 1) _exit(1);
    while (true) pause();
  }
  char byte = 0;
  REQUIRE(read(ready[0], &byte, 1) == 1);
  FileDescriptor other(open(scanner.node().c_str(), O_RDWR | O_CLOEXEC));
  CHECK(ioctl(other.get(), EVIOCGRAB, 1) != 0);
  TillReader desktop(scanner.node());
  kill(child, SIGKILL);
  REQUIRE(waitpid(child, nullptr, 0) == child);
  scanner.scan("us", "5901234123457", 6);
  CHECK(desktop.line() == "5901234123457");
  CHECK(clone_node().empty());
}

TEST_CASE("a scanner that is pulled out in a scan leaves no key down") {
  Counter counter;
  counter.start();
  TillReader till(clone_node());
  const KeyEvent down{EV_KEY, KEY_0, 1, {0}};
  const KeyEvent report{EV_SYN, SYN_REPORT, 0, {0}};
  counter.scanner.play(std::array{down, report});
  counter.scanner.unplug();
  REQUIRE(counter.until_state("the device went away"));
  const Timestamp give_up = counter.clock.steady() + std::chrono::seconds(10);
  while (till.keys().size() < 2 && counter.clock.steady() < give_up) std::this_thread::yield();
  CHECK(edges(till.keys()) == std::vector<std::pair<int, int>>{{KEY_0, 1}, {KEY_0, 0}});
}

// From a key of the scanner to ours, by the kernel's times of both.
TEST_CASE("what the relay adds to a key") {
  Counter counter;
  counter.start();
  FileDescriptor clone(open(clone_node().c_str(), O_RDONLY | O_CLOEXEC));
  const int clock_id = CLOCK_MONOTONIC;
  REQUIRE(ioctl(clone.get(), EVIOCSCLOCKID, &clock_id) == 0);
  constexpr int kKeys = 400;
  std::vector<std::int64_t> added_us;
  const KeyEvent report{EV_SYN, SYN_REPORT, 0, {0}};
  for (int i = 0; i < 2 * kKeys; ++i) {
    const KeyEvent key{EV_KEY, KEY_5, i % 2 == 0 ? 1 : 0, {0}};
    // As a scanner of 10 ms a key.
    counter.scanner.play(std::array{report, KeyEvent{EV_SYN, SYN_REPORT, 0, {5}}});
    timespec pressed{};
    clock_gettime(CLOCK_MONOTONIC, &pressed);
    counter.scanner.play(std::array{key, report});
    std::array<input_event, 2> got{};
    REQUIRE(read(clone.get(), got.data(), sizeof got) == sizeof got);
    REQUIRE(got[0].type == EV_KEY);
    added_us.push_back((got[0].input_event_sec - pressed.tv_sec) * 1'000'000 +
                       got[0].input_event_usec - pressed.tv_nsec / 1000);
  }
  std::ranges::sort(added_us);
  MESSAGE("the relay adds to a key: p50 ", added_us[added_us.size() / 2], " us, p99 ",
          added_us[added_us.size() * 99 / 100], " us, at most ", added_us.back(), " us (",
          added_us.size(), " keys down and up)");
  CHECK(added_us[added_us.size() / 2] < 5'000);
}

}  // namespace
}  // namespace loyald::scanner

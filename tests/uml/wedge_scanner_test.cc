// SPDX-License-Identifier: Apache-2.0
#include "scanner/wedge_scanner.h"

#include <doctest/doctest.h>
#include <linux/input-event-codes.h>

#include <algorithm>
#include <filesystem>
#include <span>

#include "store/base/clock.h"
#include "tests/scanner/event_script.h"
#include "tests/scanner/layout_oracle.h"
#include "tests/scanner/run_until.h"
#include "tests/uml/support/keyboard_device.h"
#include "tests/uml/support/till_reader.h"

namespace loyald::scanner {
namespace {

using testing::KeyboardDevice;
using testing::run_until;
using testing::TillReader;

// A scanner behind a name that stays when it is plugged in again, as /dev/input/by-id has.
struct Counter {
  static constexpr const char* kDevice = "/tmp/scanner-event-kbd";
  SystemClock clock;
  boost::asio::io_context io;
  std::vector<Scan> scans;
  std::unique_ptr<WedgeScanner> scanner;

  Counter(const KeyboardDevice& device, const std::string& layout) {
    link(device);
    WedgeOptions options;
    options.name = "hand";
    options.register_id = "till-2";
    options.device = kDevice;
    options.layout = layout;
    options.repeat = std::chrono::milliseconds(0);
    scanner = WedgeScanner::make(io, clock, options, [this](Scan scan) {
                scans.push_back(std::move(scan));
              }).value();
    scanner->start();
    REQUIRE(scanner->state().text == "reading");
  }
  static void link(const KeyboardDevice& device) {
    std::filesystem::remove(kDevice);
    std::filesystem::create_symlink(device.node(), kDevice);
  }
  // What has arrived when these keys are typed. The scanner is read after each report, for how long
  // a busy machine lets a reader wait is not what is tested.
  std::vector<Scan> typed(KeyboardDevice& device, std::span<const KeyEvent> events) {
    scans.clear();
    device.play(events, [this] { io.poll(); });
    return scans;
  }
  std::vector<Scan> scanned(KeyboardDevice& device, std::string_view layout, std::string_view text,
                            int gap_ms = 0) {
    scans.clear();
    device.scan(layout, text, gap_ms, [this] { io.poll(); });
    return scans;
  }
};

// Every printable character of ASCII, in texts that a scanner would send.
std::vector<std::string> printable() {
  std::vector<std::string> texts(1);
  for (char c = ' '; c <= '~'; ++c) {
    if (texts.back().size() == 24) texts.emplace_back();
    texts.back().push_back(c);
  }
  return texts;
}

TEST_CASE("every character in every layout, with Shift, AltGr and dead keys") {
  for (const std::string_view layout : testing::kOracleLayouts) {
    CAPTURE(layout);
    KeyboardDevice device;
    Counter counter(device, std::string(layout));
    for (const std::string& text : printable()) {
      const auto scans = counter.scanned(device, layout, text);
      REQUIRE(scans.size() == 1);
      CHECK(scans.front().text == text);
      CHECK(scans.front().complete);
    }
  }
}

TEST_CASE("cards at the paces of real scanners") {
  KeyboardDevice device;
  Counter counter(device, "fr");
  for (const int gap_ms : {0, 1, 6, 10, 19}) {
    CAPTURE(gap_ms);
    const auto scans = counter.scanned(device, "fr", "]E00420000001232", gap_ms);
    REQUIRE(scans.size() == 1);
    CHECK(scans.front().text == "]E00420000001232");
    CHECK(scans.front().symbology == Symbology::ean13);
  }
}

TEST_CASE("a scanner that is only listened to is the till's, too") {
  KeyboardDevice device;
  Counter counter(device, "de");
  TillReader till(device.node(), {"de", {}});
  for (const std::string text : {"0420001", "VIP_042", "5012345"}) {
    CHECK(counter.scanned(device, "de", text).size() == 1);
    CHECK(till.line() == text);
  }
}

TEST_CASE("recorded scanners, played to a real device") {
  for (const std::string& path : testing::event_scripts()) {
    CAPTURE(path);
    const testing::EventScript script = testing::read_event_script(path);
    if (path.ends_with("lost_events.events")) continue;  // only the kernel loses events
    KeyboardDevice device;
    Counter counter(device, script.layout);
    const auto scans = counter.typed(device, script.events);
    REQUIRE(scans.size() == script.expected.size());
    for (std::size_t i = 0; i < scans.size(); ++i) CHECK(scans[i].text == script.expected[i]);
  }
}

TEST_CASE("a key that hangs is repeated by the kernel and typed once") {
  KeyboardDevice device;
  Counter counter(device, "us");
  TillReader till(device.node());
  auto events = testing::tapped(KEY_7, {0});
  events[2].time = events[3].time = {600};
  for (KeyEvent event : testing::tapped(KEY_ENTER, {610})) events.push_back(event);
  const auto scans = counter.typed(device, events);
  REQUIRE(scans.size() == 1);
  CHECK(scans.front().text == "7");
  CHECK(till.line() == "7");
  const auto keys = till.keys();
  CHECK(std::ranges::count(keys, 2, &KeyEvent::value) >= 3);
}

TEST_CASE("a scan that overran the kernel's ring is dropped and counted, the next one counts") {
  KeyboardDevice device;
  Counter counter(device, "us");
  device.scan("us", std::string(100, 'x'), 0);  // nobody reads meanwhile
  REQUIRE(run_until(counter.io, [&] { return counter.scanner->state().dropped == 1; }));
  CHECK(counter.scans.empty());
  const auto scans = counter.scanned(device, "us", "042");
  REQUIRE(scans.size() == 1);
  CHECK(scans.front().text == "042");
}

TEST_CASE("a scanner that is pulled out in a scan, Shift held, and plugged in again begins anew") {
  auto device = std::make_unique<KeyboardDevice>();
  Counter counter(*device, "us");
  auto half = testing::typed("us", "99", {0}, 1);
  half.push_back({EV_KEY, KEY_LEFTSHIFT, 1, {5}});
  half.push_back({EV_SYN, SYN_REPORT, 0, {5}});
  device->play(half);
  device.reset();
  REQUIRE(run_until(counter.io, [&] { return !counter.scanner->state().reading; }));
  CHECK(counter.scanner->state().text == "the device went away: No such device");
  CHECK(counter.scans.empty());

  device = std::make_unique<KeyboardDevice>();
  Counter::link(*device);
  REQUIRE(run_until(counter.io, [&] { return counter.scanner->state().reading; }));
  const auto scans = counter.scanned(*device, "us", "0420000001232", 6);
  REQUIRE(scans.size() == 1);
  CHECK(scans.front().text == "0420000001232");
}

}  // namespace
}  // namespace loyald::scanner

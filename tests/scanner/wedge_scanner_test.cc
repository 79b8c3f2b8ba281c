// SPDX-License-Identifier: Apache-2.0
#include "scanner/wedge_scanner.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <linux/input-event-codes.h>
#include <sys/stat.h>

#include <filesystem>
#include <stdexcept>

#include "store/base/clock.h"
#include "tests/scanner/event_script.h"
#include "tests/scanner/layout_oracle.h"
#include "tests/scanner/run_until.h"
#include "tests/support/temporary_directory.h"

namespace loyald::scanner {
namespace {

using testing::run_until;

struct Counter {
  loyald::testing::TemporaryDirectory directory;
  SystemClock clock;
  boost::asio::io_context io;
  std::vector<Scan> scans;
  std::unique_ptr<WedgeScanner> scanner;
  FileDescriptor keyboard;

  explicit Counter(const std::string& layout = "us",
                   std::chrono::milliseconds repeat = std::chrono::milliseconds(0)) {
    if (mkfifo(path().c_str(), 0600) != 0) throw std::runtime_error("no FIFO");
    WedgeOptions options;
    options.name = "hand";
    options.register_id = "till-2";
    options.device = path();
    options.layout = layout;
    options.repeat = repeat;
    scanner = WedgeScanner::make(io, clock, options, [this](Scan scan) {
                scans.push_back(std::move(scan));
              }).value();
  }
  std::string path() const { return directory.file("events"); }
  void plug_in() {
    keyboard = FileDescriptor(open(path().c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
    if (!keyboard.is_open()) throw std::runtime_error("nobody reads the FIFO");
  }
  void send(std::string_view records) {
    if (write(keyboard.get(), records.data(), records.size()) !=
        static_cast<ssize_t>(records.size())) {
      throw std::runtime_error("the FIFO is full");
    }
  }
  bool until_scans(std::size_t count) {
    return run_until(io, [this, count] { return scans.size() >= count; });
  }
};

std::string enter() { return testing::as_records(testing::tapped(KEY_ENTER, {0})); }
std::string keys(std::string_view text) {
  return testing::as_records(testing::typed("us", text, {0}));
}

TEST_CASE("recorded streams arrive as scans") {
  for (const std::string& path : testing::event_scripts()) {
    CAPTURE(path);
    const testing::EventScript script = testing::read_event_script(path);
    // Its pauses are not replayed, and with them goes what ends the torn scan.
    if (path.ends_with("lost_events.events")) continue;
    Counter counter(script.layout);
    counter.scanner->start();
    REQUIRE(counter.scanner->state().reading);
    counter.plug_in();
    counter.send(testing::as_records(script.events));
    REQUIRE(counter.until_scans(script.expected.size()));
    REQUIRE(counter.scans.size() == script.expected.size());
    for (std::size_t i = 0; i < counter.scans.size(); ++i) {
      CHECK(counter.scans[i].text == script.expected[i]);
      CHECK(counter.scans[i].source == "hand");
      CHECK(counter.scans[i].register_id == "till-2");
      CHECK(counter.scans[i].complete);
    }
  }
}

TEST_CASE("a scan in which events were lost is dropped and counted") {
  Counter counter;
  counter.scanner->start();
  counter.plug_in();
  counter.send(keys("042"));
  counter.send(testing::as_records({{EV_SYN, SYN_DROPPED, 0, {0}}, {EV_SYN, SYN_REPORT, 0, {0}}}));
  counter.send(keys("1232") + enter() + keys("043") + enter());
  REQUIRE(counter.until_scans(1));
  CHECK(counter.scans.front().text == "043");
  CHECK(counter.scanner->state().dropped == 1);
}

TEST_CASE("a pause ends a scan that has no terminator") {
  Counter counter;
  counter.scanner->start();
  counter.plug_in();
  counter.send(keys("0420000001232"));
  REQUIRE(counter.until_scans(1));
  CHECK(counter.scans.front().text == "0420000001232");
  CHECK_FALSE(counter.scans.front().complete);
}

TEST_CASE("a double read is one scan") {
  Counter counter("us", std::chrono::minutes(1));
  counter.scanner->start();
  counter.plug_in();
  counter.send(keys("042") + enter() + keys("042") + enter() + keys("043") + enter());
  REQUIRE(counter.until_scans(2));
  CHECK(counter.scans[1].text == "043");
}

TEST_CASE("a scanner that goes away in a scan, in a record, Shift held, begins anew") {
  Counter counter;
  counter.scanner->start();
  counter.plug_in();
  counter.send(keys("99"));
  const std::string shift = testing::as_records({{EV_KEY, KEY_LEFTSHIFT, 1, {0}}});
  counter.send(shift + shift.substr(0, shift.size() / 2));
  counter.keyboard.reset();
  REQUIRE(run_until(counter.io, [&] { return !counter.scanner->state().reading; }));
  CHECK(counter.scanner->state().text == "the device went away");
  REQUIRE(run_until(counter.io, [&] { return counter.scanner->state().reading; }));
  counter.plug_in();
  counter.send(keys("042") + enter());
  REQUIRE(counter.until_scans(1));
  CHECK(counter.scans.front().text == "042");
}

TEST_CASE("what is no input device is said so") {
  Counter counter;
  std::filesystem::remove(counter.path());
  std::filesystem::create_symlink("/dev/null", counter.path());
  counter.scanner->start();
  CHECK(counter.scanner->state().text ==
        "cannot open " + counter.path() +
            ": it is not an input device (a keyboard scanner is one of "
            "/dev/input/by-id/*-event-kbd)");
  WedgeOptions options;
  options.layout = "klingon";
  CHECK_FALSE(WedgeScanner::make(counter.io, counter.clock, options, [](const Scan&) {}));
}

}  // namespace
}  // namespace loyald::scanner

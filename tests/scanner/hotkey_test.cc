// SPDX-License-Identifier: Apache-2.0
#include "scanner/hotkey.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <linux/input-event-codes.h>
#include <sys/stat.h>

#include <array>
#include <filesystem>
#include <stdexcept>

#include "scanner/key_name.h"
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
  int presses = 0;
  Hotkey hotkey{io, clock, directory.file("keys"), KEY_F9, [this] { ++presses; }};

  void send(const std::vector<KeyEvent>& events) {
    FileDescriptor keys(open(directory.file("keys").c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
    const std::string records = testing::as_records(events);
    if (write(keys.get(), records.data(), records.size()) != static_cast<ssize_t>(records.size())) {
      throw std::runtime_error("nobody reads the FIFO");
    }
  }
};

TEST_CASE("each press of the key is one, however long it is held; other keys are none") {
  Counter counter;
  REQUIRE(mkfifo(counter.directory.file("keys").c_str(), 0600) == 0);
  counter.hotkey.start();
  REQUIRE(counter.hotkey.state() == "reading");
  std::vector<KeyEvent> events = testing::typed("us", "secret123", {0});
  events.push_back({EV_KEY, KEY_F9, 1, {0}});
  for (int i = 0; i < 5; ++i) events.push_back({EV_KEY, KEY_F9, 2, {0}});
  events.push_back({EV_KEY, KEY_F9, 0, {0}});
  events.push_back({EV_MSC, KEY_F9, 1, {0}});
  events.push_back({EV_KEY, KEY_F8, 1, {0}});
  events.push_back({EV_KEY, KEY_F9, 1, {0}});
  counter.send(events);
  REQUIRE(run_until(counter.io, [&] { return counter.hotkey.state() != "reading"; }));
  CHECK(counter.presses == 2);
}

TEST_CASE("a keyboard that comes back is listened to again") {
  Counter counter;
  counter.hotkey.start();
  CHECK(counter.hotkey.state() ==
        "cannot open " + counter.directory.file("keys") + ": No such file or directory");
  REQUIRE(mkfifo(counter.directory.file("keys").c_str(), 0600) == 0);
  counter.hotkey.retry_now();
  CHECK(counter.hotkey.state() == "reading");
  counter.send({{EV_KEY, KEY_F9, 1, {0}}});
  REQUIRE(run_until(counter.io, [&] { return counter.presses == 1; }));
  REQUIRE(run_until(counter.io, [&] { return counter.hotkey.state() != "reading"; }));
  counter.hotkey.retry_now();
  counter.send({{EV_KEY, KEY_F9, 1, {0}}});
  REQUIRE(run_until(counter.io, [&] { return counter.presses == 2; }));
}

TEST_CASE("a device on which keys cannot be masked is not read at all") {
  Counter counter;
  std::filesystem::create_symlink("/dev/zero", counter.directory.file("keys"));
  counter.hotkey.start();
  CHECK(counter.hotkey.state().starts_with("cannot listen to " + counter.directory.file("keys") +
                                           ": it is not a keyboard"));
}

TEST_CASE("keys are named as browsers name them") {
  struct Row {
    const char* name;
    int code;
  };
  constexpr std::array<Row, 9> kRows{{{"F1", 59},
                                      {"F10", 68},
                                      {"F11", 87},
                                      {"F24", 194},
                                      {"Pause", 119},
                                      {"NumpadAdd", 78},
                                      {"Numpad7", 71},
                                      {"KeyB", 48},
                                      {"Digit0", 11}}};
  for (const Row& row : kRows) CHECK(key_named(row.name) == row.code);
  for (const char* none : {"", "F0", "F25", "f9", "Key", "keyb", "NumpadA"}) {
    CHECK_FALSE(key_named(none));
  }
  CHECK(nearest_key_name("f9") == "F9");
  CHECK(nearest_key_name("KEY_F12") == "F12");
  CHECK(nearest_key_name("Pauze") == "Pause");
  CHECK(nearest_key_name("Numpad+").starts_with("Numpad"));
  CHECK(nearest_key_name("hyper").empty());
  for (const char* typing : {"KeyA", "Digit1", "Numpad1", "NumpadAdd"}) CHECK(types_text(typing));
  for (const char* other : {"F1", "Pause", "NumpadEnter", "Home"}) CHECK_FALSE(types_text(other));
}

}  // namespace
}  // namespace loyald::scanner

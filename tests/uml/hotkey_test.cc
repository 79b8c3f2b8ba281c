// SPDX-License-Identifier: Apache-2.0
#include "scanner/hotkey.h"

#include <doctest/doctest.h>
#include <linux/input-event-codes.h>

#include "store/base/clock.h"
#include "tests/scanner/layout_oracle.h"
#include "tests/uml/support/keyboard_device.h"

namespace loyald::scanner::testing {
namespace {

TEST_CASE("of all that is typed on its keyboard a hotkey is woken by its own key alone") {
  KeyboardDevice keyboard;
  SystemClock clock;
  boost::asio::io_context io;
  int presses = 0;
  Hotkey hotkey(io, clock, keyboard.node(), KEY_F9, [&] { ++presses; });
  hotkey.start();
  REQUIRE_MESSAGE(hotkey.state() == "reading", hotkey.state());
  io.poll();

  // play() returns when the kernel has handed out the last key: had any of it been queued for us,
  // there would be something to run.
  keyboard.play(typed("us", "Secret-123", {0}, 1));
  keyboard.play(tapped(KEY_F8, {0}));
  CHECK(io.poll() == 0);
  CHECK(presses == 0);

  keyboard.play(tapped(KEY_F9, {0}));
  CHECK(io.poll() > 0);
  CHECK(presses == 1);
  CHECK(hotkey.state() == "reading");
}

TEST_CASE("what was typed before the hotkey listened stays unread") {
  KeyboardDevice keyboard;
  SystemClock clock;
  boost::asio::io_context io;
  int presses = 0;
  keyboard.play(tapped(KEY_F9, {0}));
  Hotkey hotkey(io, clock, keyboard.node(), KEY_F9, [&] { ++presses; });
  hotkey.start();
  io.poll();
  CHECK(presses == 0);
}

TEST_CASE("everybody else gets the key as well, and the rest") {
  KeyboardDevice keyboard;
  SystemClock clock;
  boost::asio::io_context io;
  int first = 0;
  int second = 0;
  Hotkey one(io, clock, keyboard.node(), KEY_F9, [&] { ++first; });
  Hotkey other(io, clock, keyboard.node(), KEY_A, [&] { ++second; });
  one.start();
  other.start();
  keyboard.play(tapped(KEY_F9, {0}));
  keyboard.play(typed("us", "aba", {0}, 1));
  io.poll();
  CHECK(first == 1);
  CHECK(second == 2);
}

TEST_CASE("an unplugged keyboard is said, and a replugged one is listened to") {
  auto keyboard = std::make_unique<KeyboardDevice>();
  SystemClock clock;
  boost::asio::io_context io;
  int presses = 0;
  Hotkey hotkey(io, clock, keyboard->node(), KEY_F9, [&] { ++presses; });
  hotkey.start();
  const std::string node = keyboard->node();
  keyboard->unplug();
  io.run_one();
  CHECK(hotkey.state() == "the device went away: No such device");
  keyboard = std::make_unique<KeyboardDevice>();
  REQUIRE(keyboard->node() == node);
  hotkey.retry_now();
  REQUIRE(hotkey.state() == "reading");
  keyboard->play(tapped(KEY_F9, {0}));
  io.poll();
  CHECK(presses == 1);
}

}  // namespace
}  // namespace loyald::scanner::testing

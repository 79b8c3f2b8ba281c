// SPDX-License-Identifier: Apache-2.0
#include "tests/uml/support/keyboard_device.h"

#include <fcntl.h>
#include <linux/uinput.h>
#include <sys/ioctl.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <stdexcept>

#include "tests/scanner/layout_oracle.h"

namespace loyald::scanner::testing {
namespace {

// What a keyboard has: the keys up to the keypad's and the function keys.
constexpr int kLastKey = KEY_MICMUTE;

void require(bool holds, const std::string& what) {
  if (!holds) throw std::runtime_error(what + ": " + std::strerror(errno));
}

std::string node_of(const std::string& input) {
  for (const auto& entry : std::filesystem::directory_iterator("/sys/class/input/" + input)) {
    const std::string name = entry.path().filename();
    if (name.starts_with("event")) return "/dev/input/" + name;
  }
  throw std::runtime_error(input + " has no event node");
}

class Pace {
 public:
  Pace() { clock_gettime(CLOCK_MONOTONIC, &start_); }
  // Until so many milliseconds after the start: the time between keys is what is played.
  void wait_for(std::int64_t ms) const {
    constexpr std::int64_t kNanoseconds = 1'000'000'000;
    const std::int64_t ns = start_.tv_nsec + ms * 1'000'000;
    const timespec due{start_.tv_sec + ns / kNanoseconds, ns % kNanoseconds};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, nullptr) == EINTR) continue;
  }

 private:
  timespec start_{};
};

}  // namespace

KeyboardDevice::KeyboardDevice(const Identity& identity)
    : device_(open("/dev/uinput", O_RDWR | O_CLOEXEC)) {
  require(device_.is_open(), "/dev/uinput");
  const int fd = device_.get();
  for (const int type : {EV_KEY, EV_MSC, EV_LED, EV_REP}) {
    require(ioctl(fd, UI_SET_EVBIT, type) == 0, "UI_SET_EVBIT");
  }
  for (int key = KEY_ESC; key <= kLastKey; ++key) ioctl(fd, UI_SET_KEYBIT, key);
  for (int led = LED_NUML; led <= LED_SCROLLL; ++led) ioctl(fd, UI_SET_LEDBIT, led);
  ioctl(fd, UI_SET_MSCBIT, MSC_SCAN);
  uinput_setup setup{};
  setup.id = {BUS_USB, identity.vendor, identity.product, 1};
  identity.name.copy(setup.name, sizeof setup.name - 1);
  require(ioctl(fd, UI_DEV_SETUP, &setup) == 0 && ioctl(fd, UI_DEV_CREATE) == 0, "UI_DEV_CREATE");
  std::array<char, 64> input{};
  require(ioctl(fd, UI_GET_SYSNAME(input.size()), input.data()) >= 0, "UI_GET_SYSNAME");
  node_ = node_of(input.data());
}

void KeyboardDevice::play(std::span<const KeyEvent> events,
                          const std::function<void()>& after_report) {
  if (events.empty()) return;
  const Pace pace;
  for (const KeyEvent& event : events) {
    pace.wait_for((event.time - events.front().time).count());
    emit(event);
    if (event.type == EV_SYN && after_report) after_report();
  }
}

void KeyboardDevice::scan(std::string_view layout, std::string_view text, int gap_ms,
                          const std::function<void()>& after_report) {
  auto events = typed(layout, text, {0}, gap_ms);
  const Timestamp end = events.empty() ? Timestamp{0} : events.back().time;
  for (KeyEvent event : tapped(KEY_ENTER, {0})) {
    event.time = end + std::chrono::milliseconds(gap_ms * (event.time.ms + 1));
    events.push_back(event);
  }
  play(events, after_report);
}

void KeyboardDevice::emit(const KeyEvent& event) {
  const auto put = [this](int type, int code, int value) {
    input_event record{};
    record.type = static_cast<std::uint16_t>(type);
    record.code = static_cast<std::uint16_t>(code);
    record.value = value;
    require(write(device_.get(), &record, sizeof record) == sizeof record, "write to uinput");
  };
  // A USB keyboard says the key's usage of page 7 with it; nobody here reads more than the page.
  constexpr int kKeyboardPage = 0x70000;
  if (event.type == EV_KEY) put(EV_MSC, MSC_SCAN, kKeyboardPage | event.code);
  put(event.type, event.code, event.value);
}

}  // namespace loyald::scanner::testing

// SPDX-License-Identifier: Apache-2.0
#include "scanner/uinput_clone.h"

#include <fcntl.h>
#include <linux/uinput.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>

#include "scanner/wedge_device.h"

namespace loyald::scanner {
namespace {

// Of a device that cannot be asked, all keys of an ordinary keyboard.
KeySet keys_of(int source) {
  std::array<std::uint8_t, KEY_CNT / CHAR_BIT> bits{};
  KeySet keys;
  const bool is_keyboard = ioctl(source, EVIOCGBIT(EV_KEY, bits.size()), bits.data()) >= 0;
  for (std::size_t code = KEY_ESC; code < KEY_CNT; ++code) {
    const bool has = is_keyboard
                         ? (std::uint32_t{bits.at(code / CHAR_BIT)} >> (code % CHAR_BIT) & 1U) != 0
                         : code <= KEY_COMPOSE;
    keys.set(code, has);
  }
  return keys;
}

std::string name_of(int source) {
  std::array<char, UINPUT_MAX_NAME_SIZE> name{};
  if (ioctl(source, EVIOCGNAME(name.size() - 1), name.data()) < 0) return "keyboard";
  return name.data();
}

tl::unexpected<Error> cannot_type(const std::string& path, int error_number) {
  std::string hint;
  if (error_number == ENOENT || error_number == ENODEV) {
    hint = "load the kernel's module: modprobe uinput";
  } else if (error_number == EACCES || error_number == EPERM) {
    hint = "let the daemon's user write to it: packaging has a udev rule";
  }
  return fail(Errc::unavailable, "cannot type through " + path + ": " + std::strerror(error_number),
              std::move(hint));
}

bool set_up(int fd, const std::string& name, const KeySet& keys, bool has_lights) {
  // No EV_REP: the desktop repeats keys by itself.
  if (ioctl(fd, UI_SET_EVBIT, EV_KEY) != 0) return false;
  for (int code = 0; code < KEY_CNT; ++code) {
    if (keys[static_cast<std::size_t>(code)] && ioctl(fd, UI_SET_KEYBIT, code) != 0) return false;
  }
  if (has_lights) {
    if (ioctl(fd, UI_SET_EVBIT, EV_LED) != 0) return false;
    for (int light = LED_NUML; light <= LED_SCROLLL; ++light) {
      if (ioctl(fd, UI_SET_LEDBIT, light) != 0) return false;
    }
  }
  uinput_setup setup{};
  setup.id = {BUS_VIRTUAL, kCloneVendor, kCloneProduct, 1};
  name.copy(setup.name, sizeof setup.name - 1);
  return ioctl(fd, UI_DEV_SETUP, &setup) == 0 && ioctl(fd, UI_DEV_CREATE) == 0;
}

}  // namespace

Result<UinputClone> UinputClone::of(int source, const std::string& path) {
  return make(std::string(kCloneName) + name_of(source), keys_of(source), true, path);
}

Result<UinputClone> UinputClone::named(const std::string& name, const std::string& path) {
  return make(std::string(kCloneName) + name, keys_of(-1), false, path);
}

Result<UinputClone> UinputClone::make(const std::string& name, const KeySet& keys, bool has_lights,
                                      const std::string& path) {
  struct stat status {};
  const bool is_recording = stat(path.c_str(), &status) == 0 && S_ISFIFO(status.st_mode);
  const int access = is_recording ? O_WRONLY : O_RDWR;
  FileDescriptor device(::open(path.c_str(), access | O_NONBLOCK | O_CLOEXEC));
  if (!device.is_open()) return cannot_type(path, errno);
  if (!is_recording && !set_up(device.get(), name, keys, has_lights)) {
    return cannot_type(path, errno);
  }
  return UinputClone(std::move(device), keys);
}

bool UinputClone::covers(int source) const { return (keys_of(source) & ~keys_).none(); }

bool UinputClone::type(std::span<const KeyEdge> keys) {
  constexpr std::size_t kKeysPerWrite = 32;
  std::array<input_event, 2 * kKeysPerWrite> events{};
  while (!keys.empty()) {
    const auto now = keys.first(std::min(keys.size(), kKeysPerWrite));
    std::size_t count = 0;
    for (const KeyEdge& key : now) {
      events.at(count) = {};
      events.at(count).type = EV_KEY;
      events.at(count).code = key.code;
      events.at(count++).value = key.down ? 1 : 0;
      events.at(count++) = {};  // EV_SYN, SYN_REPORT
    }
    const std::size_t size = count * sizeof(input_event);
    ssize_t written = 0;
    do {
      written = ::write(device_.get(), events.data(), size);
    } while (written < 0 && errno == EINTR);
    if (written != static_cast<ssize_t>(size)) return false;
    keys = keys.subspan(now.size());
  }
  return true;
}

void UinputClone::forward_lights(int source) {
  std::array<input_event, 16> events{};
  ssize_t size = 0;
  while ((size = ::read(device_.get(), events.data(), sizeof events)) > 0) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(size) / sizeof(input_event); ++i) {
      if (events.at(i).type != EV_LED) continue;
      const std::array<input_event, 2> light{events.at(i), input_event{}};
      // A keyboard without lights, or one that may only be read, stays as it is.
      static_cast<void>(::write(source, light.data(), sizeof light));
    }
  }
}

}  // namespace loyald::scanner

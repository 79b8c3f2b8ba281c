// SPDX-License-Identifier: Apache-2.0
#include "scanner/hotkey.h"

#include <fcntl.h>
#include <linux/input.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <ctime>
#include <utility>

namespace loyald::scanner {
namespace {

// One bit for each code of a type, as the kernel counts them.
template <std::size_t Codes>
class CodeMask {
 public:
  void allow(std::size_t code) {
    bits_[code / 8] = static_cast<std::uint8_t>(bits_[code / 8] | (1U << (code % 8)));
  }
  bool set(int device, std::uint32_t type) const {
    input_mask mask{};
    mask.type = type;
    mask.codes_size = static_cast<std::uint32_t>(bits_.size());
    mask.codes_ptr = reinterpret_cast<std::uintptr_t>(bits_.data());
    return ioctl(device, EVIOCSMASK, &mask) == 0;
  }

 private:
  alignas(8) std::array<std::uint8_t, (Codes + 63) / 64 * 8> bits_{};
};

// Of the types only EV_KEY (EV_SYN always comes), and of those keys only this one.
bool see_only(int device, std::uint16_t key) {
  CodeMask<EV_CNT> types;
  types.allow(EV_KEY);
  CodeMask<KEY_CNT> keys;
  keys.allow(key);
  return keys.set(device, EV_KEY) && types.set(device, EV_SYN);
}

}  // namespace

Hotkey::Hotkey(boost::asio::io_context& io, const Clock& clock, DevicePlace keyboard,
               std::uint16_t key, std::function<void()> on_press)
    : keyboard_(std::move(keyboard)),
      key_(key),
      on_press_(std::move(on_press)),
      reader_(io, clock, *this) {}

Result<FileDescriptor> Hotkey::open() {
  LOYALD_ASSIGN(const std::string path, keyboard_.find());
  FileDescriptor device(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!device.is_open()) return cannot_open(path, errno);
  struct stat status {};
  if (fstat(device.get(), &status) != 0) return cannot_open(path, errno);
  if (S_ISFIFO(status.st_mode)) return device;
  if (!S_ISCHR(status.st_mode) || !see_only(device.get(), key_)) {
    return fail(Errc::unavailable, "cannot listen to " + path + ": it is not a keyboard",
                "a keyboard is one of /dev/input/by-id/*-event-kbd");
  }
  // Changing the clock also empties the queue of what was typed between opening and masking.
  const int clock_id = CLOCK_MONOTONIC;
  if (ioctl(device.get(), EVIOCSCLOCKID, &clock_id) != 0) return cannot_open(path, errno);
  return device;
}

void Hotkey::on_bytes(ByteView bytes, Timestamp) {
  constexpr int kDown = 1;
  for (const KeyEvent& event : events_.feed(bytes)) {
    if (event.type == EV_KEY && event.code == key_ && event.value == kDown) on_press_();
  }
}

}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
#include "scanner/wedge_device.h"

#include <fcntl.h>
#include <linux/input.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <climits>
#include <ctime>

#include "scanner/device_reader.h"

namespace loyald::scanner {
namespace {

FileDescriptor open_node(const std::string& path, WedgeAccess access) {
  constexpr int kFlags = O_NONBLOCK | O_CLOEXEC;
  struct stat status {};
  // Opened for writing, a FIFO would never end.
  const bool is_fifo = stat(path.c_str(), &status) == 0 && S_ISFIFO(status.st_mode);
  if (access == WedgeAccess::read_and_lights && !is_fifo) {
    FileDescriptor device(::open(path.c_str(), O_RDWR | kFlags));
    if (device.is_open()) return device;
  }
  return FileDescriptor(::open(path.c_str(), O_RDONLY | kFlags));
}

bool is_clone(int fd) {
  input_id id{};
  return ioctl(fd, EVIOCGID, &id) == 0 && id.vendor == kCloneVendor && id.product == kCloneProduct;
}

}  // namespace

Result<WedgeDevice> open_wedge(const std::string& path, WedgeAccess access) {
  WedgeDevice device{open_node(path, access)};
  if (!device.fd.is_open()) return cannot_open(path, errno);
  struct stat status {};
  if (fstat(device.fd.get(), &status) != 0) return cannot_open(path, errno);
  device.is_recording = S_ISFIFO(status.st_mode);
  if (device.is_recording) return device;

  int version = 0;
  if (!S_ISCHR(status.st_mode) || ioctl(device.fd.get(), EVIOCGVERSION, &version) != 0) {
    return fail(Errc::unavailable, "cannot open " + path + ": it is not an input device",
                "a keyboard scanner is one of /dev/input/by-id/*-event-kbd");
  }
  if (is_clone(device.fd.get())) {
    return fail(Errc::unavailable, "cannot open " + path + ": it is loyald's own keyboard",
                "name the scanner itself, one of /dev/input/by-id/*-event-kbd");
  }
  // So that the events' times compare with our steady clock.
  const int clock_id = CLOCK_MONOTONIC;
  if (ioctl(device.fd.get(), EVIOCSCLOCKID, &clock_id) != 0) return cannot_open(path, errno);
  return device;
}

KeySet keys_down(int fd) {
  std::array<std::uint8_t, KEY_CNT / CHAR_BIT> bits{};
  KeySet down;
  if (ioctl(fd, EVIOCGKEY(bits.size()), bits.data()) < 0) return down;
  for (std::size_t code = 0; code < KEY_CNT; ++code) {
    if ((std::uint32_t{bits.at(code / CHAR_BIT)} >> (code % CHAR_BIT) & 1U) != 0) down.set(code);
  }
  return down;
}

Grab grab(int fd) {
  if (keys_down(fd).any()) return Grab::key_is_down;
  if (ioctl(fd, EVIOCGRAB, 1) != 0) return errno == EBUSY ? Grab::busy : Grab::refused;
  // One may have gone down in between.
  if (keys_down(fd).any()) {
    ungrab(fd);
    return Grab::key_is_down;
  }
  std::array<input_event, 64> seen_by_all{};
  while (::read(fd, seen_by_all.data(), sizeof seen_by_all) > 0) continue;
  return Grab::taken;
}

void ungrab(int fd) { static_cast<void>(ioctl(fd, EVIOCGRAB, 0)); }

}  // namespace loyald::scanner

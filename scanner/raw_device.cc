// SPDX-License-Identifier: Apache-2.0
#include "scanner/raw_device.h"

#include <fcntl.h>
#include <linux/input.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>

#include <cerrno>
#include <ctime>
#include <utility>

namespace loyald::scanner {
namespace {

bool set_up_port(int fd) {
  termios settings{};
  if (tcgetattr(fd, &settings) != 0) return false;
  cfmakeraw(&settings);
  settings.c_cflag |= CLOCAL | CREAD;
  cfsetspeed(&settings, B9600);
  return tcsetattr(fd, TCSANOW, &settings) == 0;
}

// A FIFO has no clock and needs none.
bool set_up_keyboard(int fd) {
  struct stat status {};
  if (fstat(fd, &status) == 0 && S_ISFIFO(status.st_mode)) return true;
  const int clock_id = CLOCK_MONOTONIC;
  return ioctl(fd, EVIOCSCLOCKID, &clock_id) == 0;
}

}  // namespace

RawDevice::RawDevice(boost::asio::io_context& io, const Clock& clock, DeviceKind kind,
                     std::string path, std::function<void(const RawScan&)> on_scan)
    : kind_(kind),
      path_(std::move(path)),
      on_scan_(std::move(on_scan)),
      reader_(io, clock, *this) {}

Result<FileDescriptor> RawDevice::open() {
  FileDescriptor device(::open(path_.c_str(), O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  if (!device.is_open()) return cannot_open(path_, errno);
  const bool is_ready =
      kind_ == DeviceKind::serial ? set_up_port(device.get()) : set_up_keyboard(device.get());
  if (!is_ready) {
    return fail(Errc::unavailable,
                "cannot listen to " + path_ + ": it is no " + std::string(name(kind_)));
  }
  return device;
}

void RawDevice::on_bytes(ByteView bytes, Timestamp now) {
  last_ = now;
  if (kind_ == DeviceKind::serial) {
    if (bytes_.size() < kMaxRecords) bytes_ += to_string(bytes);
    return;
  }
  for (const KeyEvent& event : events_.feed(bytes)) {
    if (keys_.size() < kMaxRecords) keys_.push_back(event);
  }
}

std::optional<Timestamp> RawDevice::deadline() const {
  if (keys_.empty() && bytes_.empty()) return std::nullopt;
  return last_ + kPause;
}

void RawDevice::on_deadline(Timestamp) {
  if (kind_ == DeviceKind::serial) {
    on_scan_(std::exchange(bytes_, {}));
  } else {
    on_scan_(std::exchange(keys_, {}));
  }
}

void RawDevice::on_lost() {
  events_.reset();
  keys_.clear();
  bytes_.clear();
}

}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
#include "scanner/wedge_scanner.h"

#include <fcntl.h>
#include <linux/input.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <cerrno>
#include <ctime>
#include <utility>

namespace loyald::scanner {

Result<std::unique_ptr<WedgeScanner>> WedgeScanner::make(boost::asio::io_context& io,
                                                         const Clock& clock, WedgeOptions options,
                                                         OnScan on_scan) {
  LOYALD_ASSIGN(KeyLayout layout, KeyLayout::make(options.layout));
  return std::unique_ptr<WedgeScanner>(
      new WedgeScanner(io, clock, std::move(options), std::move(layout), std::move(on_scan)));
}

WedgeScanner::WedgeScanner(boost::asio::io_context& io, const Clock& clock, WedgeOptions options,
                           KeyLayout layout, OnScan on_scan)
    : place_(std::move(options.device)),
      decoder_(std::move(layout), options.decoding),
      outlet_(std::move(options.name), std::move(options.register_id), options.repeat, clock,
              std::move(on_scan)),
      reader_(io, clock, *this) {}

SourceState WedgeScanner::state() const {
  return {reader_.is_reading(), reader_.state(), outlet_.emitted(), decoder_.dropped(),
          reader_.is_reading() ? device_ : std::string()};
}

Result<FileDescriptor> WedgeScanner::open() {
  LOYALD_ASSIGN(device_, place_.find());
  FileDescriptor device(::open(device_.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!device.is_open()) return cannot_open(device_, errno);
  struct stat status {};
  if (fstat(device.get(), &status) != 0) return cannot_open(device_, errno);
  is_recording_ = S_ISFIFO(status.st_mode);
  if (is_recording_) return device;

  int version = 0;
  if (!S_ISCHR(status.st_mode) || ioctl(device.get(), EVIOCGVERSION, &version) != 0) {
    return fail(Errc::unavailable, "cannot open " + device_ + ": it is not an input device",
                "a keyboard scanner is one of /dev/input/by-id/*-event-kbd");
  }
  // So that the events' times compare with our steady clock.
  const int clock_id = CLOCK_MONOTONIC;
  if (ioctl(device.get(), EVIOCSCLOCKID, &clock_id) != 0) return cannot_open(device_, errno);
  return device;
}

void WedgeScanner::on_bytes(ByteView bytes, Timestamp now) {
  for (KeyEvent& event : events_.feed(bytes)) {
    if (is_recording_) event.time = now;
    if (auto text = decoder_.feed(event)) outlet_.emit(std::move(text->text), text->complete);
  }
}

void WedgeScanner::on_deadline(Timestamp now) {
  if (auto text = decoder_.on_timeout(now)) outlet_.emit(std::move(text->text), text->complete);
}

void WedgeScanner::on_lost() {
  events_.reset();
  decoder_.reset();
}

}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
#include "scanner/serial_scanner.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>

#include <array>
#include <cerrno>
#include <optional>
#include <utility>

namespace loyald::scanner {
namespace {

std::optional<speed_t> speed_of(unsigned baud) {
  constexpr std::array<std::pair<unsigned, speed_t>, 9> kSpeeds{{
      {1200, B1200},
      {2400, B2400},
      {4800, B4800},
      {9600, B9600},
      {19200, B19200},
      {38400, B38400},
      {57600, B57600},
      {115200, B115200},
      {230400, B230400},
  }};
  for (const auto& [known, speed] : kSpeeds) {
    if (known == baud) return speed;
  }
  return std::nullopt;
}

bool make_raw(int fd, speed_t speed) {
  termios settings{};
  if (tcgetattr(fd, &settings) != 0) return false;
  // Raw also means no echo: we would send the scan back to the scanner.
  cfmakeraw(&settings);
  settings.c_cflag |= CLOCAL | CREAD;
  settings.c_cflag &= ~static_cast<tcflag_t>(CRTSCTS);
  settings.c_cc[VMIN] = 1;
  settings.c_cc[VTIME] = 0;
  cfsetspeed(&settings, speed);
  return tcsetattr(fd, TCSANOW, &settings) == 0;
}

}  // namespace

Result<std::unique_ptr<SerialScanner>> SerialScanner::make(boost::asio::io_context& io,
                                                           const Clock& clock,
                                                           SerialOptions options, OnScan on_scan) {
  const auto speed = speed_of(options.baud);
  if (!speed) {
    return fail(Errc::invalid_argument,
                "scanner \"" + options.name + "\": no serial port has " +
                    std::to_string(options.baud) + " baud",
                "9600 and 115200 are usual");
  }
  return std::unique_ptr<SerialScanner>(
      new SerialScanner(io, clock, std::move(options), *speed, std::move(on_scan)));
}

SerialScanner::SerialScanner(boost::asio::io_context& io, const Clock& clock, SerialOptions options,
                             unsigned speed, OnScan on_scan)
    : place_(std::move(options.device)),
      speed_(speed),
      framer_(options.framing),
      outlet_(std::move(options.name), std::move(options.register_id), options.repeat, clock,
              std::move(on_scan)),
      reader_(io, clock, *this) {}

SourceState SerialScanner::state() const {
  return {reader_.is_reading(), reader_.state(), outlet_.emitted(), framer_.dropped(),
          reader_.is_reading() ? device_ : std::string()};
}

Result<FileDescriptor> SerialScanner::open() {
  LOYALD_ASSIGN(device_, place_.find());
  FileDescriptor port(::open(device_.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  if (!port.is_open()) return cannot_open(device_, errno);
  if (isatty(port.get()) == 0) {
    return fail(Errc::unavailable, "cannot open " + device_ + ": it is not a serial port");
  }
  // Two readers would share out the bytes between them.
  if (ioctl(port.get(), TIOCEXCL) != 0 || !make_raw(port.get(), speed_)) {
    return cannot_open(device_, errno);
  }
  // Some scanners wait for the host to show that it is there. Not every port has these lines.
  const int ready = TIOCM_DTR | TIOCM_RTS;
  static_cast<void>(ioctl(port.get(), TIOCMBIS, &ready));
  // What was scanned while nobody listened belongs to some earlier customer.
  tcflush(port.get(), TCIOFLUSH);
  return port;
}

void SerialScanner::on_bytes(ByteView bytes, Timestamp now) {
  for (Frame& frame : framer_.feed(bytes, now)) outlet_.emit(std::move(frame.text), frame.complete);
}

void SerialScanner::on_deadline(Timestamp now) {
  if (auto frame = framer_.on_timeout(now)) outlet_.emit(std::move(frame->text), frame->complete);
}

}  // namespace loyald::scanner

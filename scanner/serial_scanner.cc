// SPDX-License-Identifier: Apache-2.0
#include "scanner/serial_scanner.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>

#include <cerrno>
#include <utility>

namespace loyald::scanner {
namespace {

bool set_up(int port, const SerialLine& line) {
  termios settings{};
  if (tcgetattr(port, &settings) != 0) return false;
  make_raw(settings, line);
  return tcsetattr(port, TCSANOW, &settings) == 0;
}

LineFramer::Options framing_of(const SerialOptions& options) {
  LineFramer::Options framing = options.framing;
  framing.nul_is_damage = options.line.parity != SerialLine::Parity::none;
  framing.skips_ssi_answers = options.feedback == Feedback::ssi;
  return framing;
}

}  // namespace

Result<std::unique_ptr<SerialScanner>> SerialScanner::make(boost::asio::io_context& io,
                                                           const Clock& clock,
                                                           SerialOptions options, OnScan on_scan) {
  if (!speed_of(options.line.baud)) {
    return fail(Errc::invalid_argument,
                "scanner \"" + options.name + "\": no serial port has " +
                    std::to_string(options.line.baud) + " baud",
                "9600 and 115200 are usual");
  }
  return std::unique_ptr<SerialScanner>(
      new SerialScanner(io, clock, std::move(options), std::move(on_scan)));
}

SerialScanner::SerialScanner(boost::asio::io_context& io, const Clock& clock, SerialOptions options,
                             OnScan on_scan)
    : place_(std::move(options.device)),
      line_(options.line),
      feedback_(options.feedback),
      framing_(framing_of(options)),
      framer_(framing_),
      outlet_(std::move(options.name), std::move(options.register_id), options.repeat, clock,
              std::move(on_scan)),
      reader_(io, clock, *this) {}

SourceState SerialScanner::state() const {
  SourceState state{reader_.is_reading(), reader_.state(), outlet_.emitted(), framer_.dropped(),
                    reader_.is_reading() ? device_ : std::string()};
  if (port_ && !port_->problem().empty()) state.text += ", but " + port_->problem();
  return state;
}

Result<FileDescriptor> SerialScanner::open() {
  LOYALD_ASSIGN(device_, place_.find());
  FileDescriptor port(::open(device_.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  if (!port.is_open()) return cannot_open(device_, errno);
  if (isatty(port.get()) == 0) {
    return fail(Errc::unavailable, "cannot open " + device_ + ": it is not a serial port");
  }
  // Two readers would share out the bytes between them.
  if (ioctl(port.get(), TIOCEXCL) != 0 || !set_up(port.get(), line_)) {
    return cannot_open(device_, errno);
  }
  // Some scanners wait for the host to show that it is there. Not every port has these lines.
  const int ready = TIOCM_DTR | TIOCM_RTS;
  static_cast<void>(ioctl(port.get(), TIOCMBIS, &ready));
  // What was scanned while nobody listened belongs to some earlier customer.
  tcflush(port.get(), TCIOFLUSH);
  return port;
}

void SerialScanner::acknowledge(Outcome outcome) {
  reader_.send(feedback_command(feedback_, outcome));
}

void SerialScanner::pass_to(const CardRecogniser& cards, std::unique_ptr<PassPort> port) {
  sieve_.emplace(cards, framing_);
  port_ = std::move(port);
  port_->on_reply([this](std::string_view bytes) { reader_.send(bytes); });
}

void SerialScanner::on_bytes(ByteView bytes, Timestamp now) {
  if (sieve_) pass_on(sieve_->feed(bytes, now));
  for (Frame& frame : framer_.feed(bytes, now)) outlet_.emit(std::move(frame.text), frame.complete);
}

void SerialScanner::on_deadline(Timestamp now) {
  if (sieve_) pass_on(sieve_->on_timeout(now));
  if (auto frame = framer_.on_timeout(now)) outlet_.emit(std::move(frame->text), frame->complete);
}

void SerialScanner::on_lost() {
  framer_.reset();
  if (sieve_) sieve_->reset();
}

void SerialScanner::pass_on(const std::vector<ByteSieve::Passed>& passed) {
  for (const ByteSieve::Passed& piece : passed) port_->pass(piece.text, piece.bytes);
}

}  // namespace loyald::scanner

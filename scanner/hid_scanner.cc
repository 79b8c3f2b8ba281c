// SPDX-License-Identifier: Apache-2.0
#include "scanner/hid_scanner.h"

#include <fcntl.h>
#include <linux/hidraw.h>
#include <sys/ioctl.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "scanner/hid_signal.h"

namespace loyald::scanner {
namespace {

constexpr std::uint16_t kSymbol = 0x05e0;
constexpr std::uint16_t kSymbolComEmulation = 0x0600;

constexpr HidUsage kKeyboard{kGenericDesktopPage, 0x06};
constexpr std::uint16_t kIbmHandHeldPage = 0xff45;

// Silence ends what such a scanner sends as a stream, for it may be set to send no terminator.
LineFramer::Options stream_framing() {
  LineFramer::Options options;
  options.ends = LineFramer::Ends::silence;
  return options;
}

tl::unexpected<Error> cannot_use(const std::string& path, const std::string& why,
                                 std::string hint) {
  return fail(Errc::unavailable, "cannot open " + path + ": " + why, std::move(hint));
}

Result<HidDescriptor> descriptor_of(int fd, const std::string& path) {
  hidraw_report_descriptor raw{};
  int size = 0;
  if (ioctl(fd, HIDIOCGRDESCSIZE, &size) != 0) {
    return cannot_use(path, "it is not a hidraw device",
                      "a scanner in HID POS mode is one of /dev/hidraw*");
  }
  raw.size = static_cast<std::uint32_t>(std::clamp(size, 0, HID_MAX_DESCRIPTOR_SIZE));
  if (ioctl(fd, HIDIOCGRDESC, &raw) != 0) return cannot_open(path, errno);
  auto descriptor = read_hid_descriptor({raw.value, raw.size});
  if (descriptor) return descriptor;
  return cannot_use(path, descriptor.error().message, "set the scanner to keyboard mode");
}

tl::unexpected<Error> no_pos_scanner(const std::string& path, const HidDescriptor& descriptor) {
  const bool is_ibm = std::ranges::any_of(descriptor.applications, [](const HidUsage& usage) {
    return usage.page == kIbmHandHeldPage;
  });
  if (is_ibm) {
    return cannot_use(path, "the scanner is in IBM hand-held mode",
                      "scan \"USB HID POS\" or \"USB keyboard\" from its manual");
  }
  if (descriptor.is(kKeyboard)) {
    return cannot_use(path, "it is a keyboard",
                      "configure it as wedge.device = \"/dev/input/by-id/…-event-kbd\", or scan "
                      "\"USB HID POS\" from its manual");
  }
  return cannot_use(path, "it is no scanner in HID POS mode",
                    "another /dev/hidraw* may be: a scanner often has several");
}

// Some of these stay a keyboard until they are told. The others do not know the report, and say so.
void switch_on(int fd) {
  const std::array<std::uint8_t, 2> report{0xfe, 0x01};
  static_cast<void>(ioctl(fd, HIDIOCSFEATURE(report.size()), report.data()));
}

// Such a report is a length and so many bytes of a stream.
ByteView stream_bytes(ByteView report) {
  if (report.empty()) return report;
  return report.subspan(1, std::min<std::size_t>(report.front(), report.size() - 1));
}

}  // namespace

HidScanner::HidScanner(boost::asio::io_context& io, const Clock& clock, HidOptions options,
                       OnScan on_scan)
    : place_(std::move(options.device)),
      feedback_(options.feedback),
      stream_(stream_framing()),
      outlet_(std::move(options.name), std::move(options.register_id), options.repeat, clock,
              std::move(on_scan)),
      reader_(io, clock, *this) {}

SourceState HidScanner::state() const {
  return {reader_.is_reading(), reader_.state(), outlet_.emitted(),
          framer_.dropped() + stream_.dropped(), reader_.is_reading() ? device_ : std::string()};
}

Result<FileDescriptor> HidScanner::open() {
  LOYALD_ASSIGN(device_, place_.find());
  FileDescriptor device(::open(device_.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC));
  if (!device.is_open()) return cannot_open(device_, errno);
  LOYALD_ASSIGN(const HidDescriptor descriptor, descriptor_of(device.get(), device_));
  hidraw_devinfo identity{};
  if (ioctl(device.get(), HIDIOCGRAWINFO, &identity) != 0) return cannot_open(device_, errno);
  const auto vendor = static_cast<std::uint16_t>(identity.vendor);
  const auto product = static_cast<std::uint16_t>(identity.product);

  pieces_ = HidPieceReader::make(descriptor);
  const bool is_stream = vendor == kSymbol && product == kSymbolComEmulation;
  if (!pieces_ && !is_stream) return no_pos_scanner(device_, descriptor);
  if (vendor == kHoneywellVendor || vendor == kYoujieVendor) switch_on(device.get());
  good_read_ = good_read_reports(descriptor, vendor);
  output_ = FileDescriptor(fcntl(device.get(), F_DUPFD_CLOEXEC, 0));
  return device;
}

void HidScanner::on_bytes(ByteView report, Timestamp now) {
  if (!pieces_) {
    for (Frame& frame : stream_.feed(stream_bytes(report), now)) {
      outlet_.emit(std::move(frame.text), frame.complete);
    }
    return;
  }
  auto piece = pieces_->read(report);
  if (!piece) return;
  for (Frame& frame : framer_.feed(*std::move(piece), now)) {
    outlet_.emit(std::move(frame.text), frame.complete);
  }
}

std::optional<Timestamp> HidScanner::deadline() const {
  return pieces_ ? framer_.deadline() : stream_.deadline();
}

void HidScanner::on_deadline(Timestamp now) {
  auto frame = pieces_ ? framer_.on_timeout(now) : stream_.on_timeout(now);
  if (frame) outlet_.emit(std::move(frame->text), frame->complete);
}

void HidScanner::acknowledge(Outcome outcome) {
  if (outcome != Outcome::card_known || !feedback_ || !output_.is_open()) return;
  for (const std::string& report : good_read_) {
    // A device that does not take it has said all it can: the scan is read anyway.
    static_cast<void>(::write(output_.get(), report.data(), report.size()) < 0);
  }
}

void HidScanner::on_lost() {
  output_.reset();
  framer_.reset();
  stream_.reset();
}

}  // namespace loyald::scanner

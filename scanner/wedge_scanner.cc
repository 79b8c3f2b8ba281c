// SPDX-License-Identifier: Apache-2.0
#include "scanner/wedge_scanner.h"

#include <utility>

#include "scanner/wedge_device.h"

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
    : device_(std::move(options.device)),
      decoder_(std::move(layout), options.decoding),
      outlet_(std::move(options.name), std::move(options.register_id), options.repeat, clock,
              std::move(on_scan)),
      reader_(io, clock, *this) {}

SourceState WedgeScanner::state() const {
  return {reader_.is_reading(), reader_.state(), outlet_.emitted(), decoder_.dropped()};
}

Result<FileDescriptor> WedgeScanner::open() {
  LOYALD_ASSIGN(WedgeDevice device, open_wedge(device_));
  is_recording_ = device.is_recording;
  return std::move(device.fd);
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

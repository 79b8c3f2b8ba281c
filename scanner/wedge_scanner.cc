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
    : place_(std::move(options.device)),
      decoder_(std::move(layout), options.decoding),
      affixes_(std::move(options.affixes)),
      outlet_(std::move(options.name), std::move(options.register_id), options.repeat, clock,
              std::move(on_scan)),
      reader_(io, clock, *this) {}

SourceState WedgeScanner::state() const {
  return {reader_.is_reading(), reader_.state(), outlet_.emitted(), decoder_.dropped(),
          reader_.is_reading() ? device_ : std::string()};
}

Result<FileDescriptor> WedgeScanner::open() {
  LOYALD_ASSIGN(device_, place_.find());
  LOYALD_ASSIGN(WedgeDevice device, open_wedge(device_));
  is_recording_ = device.is_recording;
  return std::move(device.fd);
}

void WedgeScanner::on_bytes(ByteView bytes, Timestamp now) {
  for (KeyEvent& event : events_.feed(bytes)) {
    if (is_recording_) event.time = now;
    if (auto text = decoder_.feed(event)) emit(*std::move(text));
  }
}

void WedgeScanner::on_deadline(Timestamp now) {
  if (auto text = decoder_.on_timeout(now)) emit(*std::move(text));
}

void WedgeScanner::emit(KeyText text) {
  const auto& [prefix, suffix] = affixes_;
  const bool is_whole = text.text.size() >= prefix.size() + suffix.size() &&
                        text.text.starts_with(prefix) && text.text.ends_with(suffix);
  if (is_whole) {
    text.text = text.text.substr(prefix.size(), text.text.size() - prefix.size() - suffix.size());
  }
  outlet_.emit(std::move(text.text), text.complete && is_whole);
}

void WedgeScanner::on_lost() {
  events_.reset();
  decoder_.reset();
}

}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <string>

#include "scanner/device_place.h"
#include "scanner/device_reader.h"
#include "scanner/key_event.h"
#include "store/base/clock.h"

namespace loyald::scanner {

// One key of one keyboard. The kernel is told to report this key alone (EVIOCSMASK) before anything
// is read, so whatever else is typed there never reaches this process. The keyboard is not grabbed:
// everybody else sees the key as well. Belongs to the thread that runs the io_context.
class Hotkey final : private ReadableDevice {
 public:
  // `keyboard` is an input device, or a FIFO of recorded events. `on_press` is called once for each
  // time the key goes down, not while it is held. `io` and `clock` must outlive this.
  Hotkey(boost::asio::io_context& io, const Clock& clock, DevicePlace keyboard, std::uint16_t key,
         std::function<void()> on_press);

  void start() { reader_.start(); }
  void stop() { reader_.stop(); }
  void retry_now() { reader_.retry_now(); }
  // "reading", "stopped", or what went wrong.
  const std::string& state() const { return reader_.state(); }

 private:
  Result<FileDescriptor> open() override;
  void on_bytes(ByteView bytes, Timestamp now) override;
  std::optional<Timestamp> deadline() const override { return std::nullopt; }
  void on_deadline(Timestamp) override {}
  void on_lost() override { events_.reset(); }

  DevicePlace keyboard_;
  std::uint16_t key_;
  std::function<void()> on_press_;
  KeyEventReader events_;
  DeviceReader reader_;
};

}  // namespace loyald::scanner

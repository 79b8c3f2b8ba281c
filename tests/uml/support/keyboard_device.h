// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "scanner/file_descriptor.h"
#include "scanner/key_event.h"

namespace loyald::scanner::testing {

// A scanner that pretends to be a keyboard, plugged in through /dev/uinput: its event node exists
// as long as the object does. Errors are exceptions.
class KeyboardDevice {
 public:
  struct Identity {
    std::string name = "Honeywell Voyager 1400g";
    std::uint16_t vendor = 0x0c2e;
    std::uint16_t product = 0x0b01;
  };
  KeyboardDevice() : KeyboardDevice(Identity{}) {}
  explicit KeyboardDevice(const Identity& identity);

  // "/dev/input/event0"
  const std::string& node() const { return node_; }

  // Reports the events as a keyboard would, an MSC_SCAN with every key, at their own times, counted
  // from now; returns when the last one is out. testing::typed() makes events of texts. Readers'
  // rings hold 64 events, which a busy machine overruns: a reader on the same thread reads in
  // `after_report`.
  void play(std::span<const KeyEvent> events, const std::function<void()>& after_report = {});
  // A text and Enter, typed in the layout with so many milliseconds between two reports. Scanners
  // measured: 1, 6, 10, 19.
  void scan(std::string_view layout, std::string_view text, int gap_ms,
            const std::function<void()>& after_report = {});

  void unplug() { device_.reset(); }

 private:
  void emit(const KeyEvent& event);

  FileDescriptor device_;
  std::string node_;
};

}  // namespace loyald::scanner::testing

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "store/base/bytes.h"
#include "store/base/time.h"

namespace loyald::scanner {

// One record of the kernel's input layer (linux/input.h, struct input_event).
struct KeyEvent {
  std::uint16_t type = 0;  // EV_KEY, EV_SYN …
  std::uint16_t code = 0;  // KEY_A, SYN_REPORT …
  std::int32_t value = 0;  // of a key: 1 down, 0 up, 2 auto-repeat
  Timestamp time;          // steady
};

// Puts records together from a byte stream that may be cut anywhere (a FIFO; an event device always
// gives whole records). Sans-io.
class KeyEventReader {
 public:
  // The events completed by `bytes`, with the times that the records carry.
  std::vector<KeyEvent> feed(ByteView bytes);

  // Forgets half a record: the device was lost.
  void reset() { pending_.clear(); }

 private:
  std::vector<std::uint8_t> pending_;
};

}  // namespace loyald::scanner

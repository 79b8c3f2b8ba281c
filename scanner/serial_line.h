// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <termios.h>

#include <optional>
#include <string_view>

namespace loyald::scanner {

// How a serial line carries bytes: "8N1" is eight data bits, no parity, one stop bit.
struct SerialLine {
  enum class Parity { none, even, odd };
  unsigned baud = 9600;
  int data_bits = 8;  // 7 or 8
  Parity parity = Parity::none;
  int stop_bits = 1;  // 1 or 2
};

// The line that "8N1", "7E1", "7O2" and so on describe, at 9600 baud; nothing for other texts.
std::optional<SerialLine> serial_line_named(std::string_view mode);

// termios's constant for a speed that serial ports have; nothing for others.
std::optional<speed_t> speed_of(unsigned baud);

// Makes `settings` those of a raw line of that kind: bytes as they come, nothing sent back, no flow
// control. Where there is parity, a byte that fails it is read as NUL. The speed must be one that
// speed_of() knows.
void make_raw(termios& settings, const SerialLine& line);

}  // namespace loyald::scanner

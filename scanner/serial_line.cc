// SPDX-License-Identifier: Apache-2.0
#include "scanner/serial_line.h"

#include <array>
#include <utility>

#include "store/base/check.h"

namespace loyald::scanner {

std::optional<SerialLine> serial_line_named(std::string_view mode) {
  if (mode.size() != 3) return std::nullopt;
  const bool known_bits = mode[0] == '7' || mode[0] == '8';
  const bool known_stop = mode[2] == '1' || mode[2] == '2';
  if (!known_bits || !known_stop) return std::nullopt;
  SerialLine line;
  line.data_bits = mode[0] - '0';
  line.stop_bits = mode[2] - '0';
  switch (mode[1]) {
    case 'N':
      line.parity = SerialLine::Parity::none;
      return line;
    case 'E':
      line.parity = SerialLine::Parity::even;
      return line;
    case 'O':
      line.parity = SerialLine::Parity::odd;
      return line;
    default:
      return std::nullopt;
  }
}

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

void make_raw(termios& settings, const SerialLine& line) {
  const auto speed = speed_of(line.baud);
  CHECK(speed);
  // Raw also means no echo: we would send the scan back to the scanner.
  cfmakeraw(&settings);
  const auto set = [](tcflag_t& flags, tcflag_t flag, bool on) {
    flags = on ? flags | flag : flags & ~flag;
  };
  const bool parity = line.parity != SerialLine::Parity::none;
  settings.c_cflag &= ~static_cast<tcflag_t>(CSIZE | CRTSCTS);
  settings.c_cflag |= CLOCAL | CREAD;
  settings.c_cflag |= line.data_bits == 7 ? CS7 : CS8;
  set(settings.c_cflag, CSTOPB, line.stop_bits == 2);
  set(settings.c_cflag, PARENB, parity);
  set(settings.c_cflag, PARODD, line.parity == SerialLine::Parity::odd);
  set(settings.c_iflag, INPCK, parity);
  // USB adapters deliver eight bits whatever they were told.
  set(settings.c_iflag, ISTRIP, line.data_bits == 7);
  set(settings.c_iflag, IGNPAR, false);
  settings.c_cc[VMIN] = 1;
  settings.c_cc[VTIME] = 0;
  cfsetspeed(&settings, *speed);
}

}  // namespace loyald::scanner

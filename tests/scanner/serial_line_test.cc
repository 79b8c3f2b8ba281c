// SPDX-License-Identifier: Apache-2.0
#include "scanner/serial_line.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace loyald::scanner {
namespace {

TEST_CASE("what a mode means to the port") {
  struct Row {
    const char* mode;
    tcflag_t control;  // of CSIZE, PARENB, PARODD, CSTOPB
    tcflag_t input;    // of INPCK, ISTRIP
  };
  const std::vector<Row> rows{
      {"8N1", CS8, 0},
      {"8N2", CS8 | CSTOPB, 0},
      {"8E1", CS8 | PARENB, INPCK},
      {"8O1", CS8 | PARENB | PARODD, INPCK},
      {"7E1", CS7 | PARENB, INPCK | ISTRIP},
      {"7O1", CS7 | PARENB | PARODD, INPCK | ISTRIP},
      {"7E2", CS7 | PARENB | CSTOPB, INPCK | ISTRIP},
      {"7N2", CS7 | CSTOPB, ISTRIP},
  };
  for (const Row& row : rows) {
    CAPTURE(row.mode);
    auto line = serial_line_named(row.mode);
    REQUIRE(line);
    line->baud = 115200;
    // Whatever was set before must not show.
    for (const bool all : {false, true}) {
      termios settings{};
      settings.c_cflag = all ? ~tcflag_t{0} : 0;
      settings.c_iflag = settings.c_lflag = settings.c_oflag = settings.c_cflag;
      make_raw(settings, *line);
      CHECK((settings.c_cflag & (CSIZE | PARENB | PARODD | CSTOPB)) == row.control);
      CHECK((settings.c_cflag & (CLOCAL | CREAD)) == (CLOCAL | CREAD));
      CHECK((settings.c_cflag & CRTSCTS) == 0);
      CHECK((settings.c_iflag & (INPCK | ISTRIP)) == row.input);
      CHECK((settings.c_iflag & (IGNPAR | PARMRK | ICRNL | INLCR | IXON)) == 0);
      CHECK((settings.c_lflag & (ECHO | ICANON | ISIG)) == 0);
      CHECK(cfgetispeed(&settings) == B115200);
      CHECK(cfgetospeed(&settings) == B115200);
    }
  }
}

TEST_CASE("what is no mode and no speed") {
  for (const std::string mode : {"", "8N", "9N1", "8X1", "8N3", "8n1", "8N1 ", "N81"}) {
    CAPTURE(mode);
    CHECK_FALSE(serial_line_named(mode));
  }
  CHECK(speed_of(9600) == B9600);
  CHECK_FALSE(speed_of(9601));
  CHECK_FALSE(speed_of(0));
}

}  // namespace
}  // namespace loyald::scanner

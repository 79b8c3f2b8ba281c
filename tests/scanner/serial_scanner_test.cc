// SPDX-License-Identifier: Apache-2.0
#include "scanner/serial_scanner.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <termios.h>

#include <array>
#include <filesystem>
#include <stdexcept>

#include "store/base/clock.h"
#include "tests/scanner/run_until.h"
#include "tests/scanner/shop_cards.h"
#include "tests/support/temporary_directory.h"

namespace loyald::scanner {
namespace {

using testing::run_until;

// A pseudo-terminal behind a link that keeps its name when it is plugged in again, as /dev/serial
// does. The master is the scanner's end.
class FakePort {
 public:
  explicit FakePort(std::string link) : link_(std::move(link)) {}

  void plug_in() {
    int master = -1;
    int slave = -1;
    char name[128];
    if (openpty(&master, &slave, name, nullptr, nullptr) != 0) throw std::runtime_error("no pty");
    master_ = FileDescriptor(master);
    FileDescriptor unused(slave);
    std::filesystem::create_symlink(name, link_);
  }
  void unplug() {
    std::filesystem::remove(link_);
    master_.reset();
  }
  void send(std::string_view bytes) {
    if (write(master_.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size())) {
      throw std::runtime_error("the pty is full");
    }
  }
  int master() const { return master_.get(); }
  // What the daemon has written, so far as it is here.
  std::string received() {
    std::array<char, 256> buffer{};
    const int flags = fcntl(master(), F_GETFL);
    fcntl(master(), F_SETFL, flags | O_NONBLOCK);
    const ssize_t count = read(master(), buffer.data(), buffer.size());
    fcntl(master(), F_SETFL, flags);
    return {buffer.data(), count > 0 ? static_cast<std::size_t>(count) : 0};
  }

 private:
  std::string link_;
  FileDescriptor master_;
};

SerialOptions with_repeat(std::chrono::milliseconds repeat) {
  SerialOptions options;
  options.repeat = repeat;
  return options;
}

struct Counter {
  loyald::testing::TemporaryDirectory directory;
  SystemClock clock;
  boost::asio::io_context io;
  FakePort port{directory.file("scanner")};
  std::vector<Scan> scans;
  std::unique_ptr<SerialScanner> scanner;

  explicit Counter(std::chrono::milliseconds repeat = std::chrono::milliseconds(0))
      : Counter(with_repeat(repeat)) {}
  explicit Counter(SerialOptions options) {
    options.name = "front";
    options.register_id = "till-1";
    options.device = directory.file("scanner");
    scanner = SerialScanner::make(io, clock, options, [this](Scan scan) {
                scans.push_back(std::move(scan));
              }).value();
  }
  bool until_reading() {
    return run_until(io, [this] { return scanner->state().reading; });
  }
  bool until_scans(std::size_t count) {
    return run_until(io, [this, count] { return scans.size() >= count; });
  }
};

TEST_CASE("a scan arrives with its source, symbology and time") {
  Counter counter;
  counter.port.plug_in();
  counter.scanner->start();
  REQUIRE(counter.until_reading());
  CHECK(counter.scanner->state().text == "reading");
  const Timestamp before = counter.clock.now();
  counter.port.send("]E00420000001232\r\n");
  REQUIRE(counter.until_scans(1));
  const Scan& scan = counter.scans.front();
  CHECK(scan.text == "]E00420000001232");
  CHECK(scan.symbology == Symbology::ean13);
  CHECK(scan.aim == "]E0");
  CHECK(scan.source == "front");
  CHECK(scan.register_id == "till-1");
  CHECK(scan.complete);
  CHECK(scan.time >= before);
  CHECK(counter.scanner->state().scans == 1);
}

TEST_CASE("bytes split at every position make the same scan") {
  Counter counter;
  counter.port.plug_in();
  counter.scanner->start();
  REQUIRE(counter.until_reading());
  const std::string_view bytes =
      "\x02"
      "0420000001232\x03\r\n";
  for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
    counter.scans.clear();
    counter.port.send(bytes.substr(0, cut));
    counter.io.restart();
    counter.io.poll();
    counter.port.send(bytes.substr(cut));
    REQUIRE(counter.until_scans(1));
    counter.io.restart();
    counter.io.poll();
    REQUIRE(counter.scans.size() == 1);
    CHECK(counter.scans.front().text == "0420000001232");
  }
}

TEST_CASE("nothing is echoed to the scanner") {
  Counter counter;
  counter.port.plug_in();
  counter.scanner->start();
  REQUIRE(counter.until_reading());
  counter.port.send("0420000001232\r");
  REQUIRE(counter.until_scans(1));
  termios settings{};
  REQUIRE(tcgetattr(counter.port.master(), &settings) == 0);
  CHECK((settings.c_lflag & static_cast<tcflag_t>(ECHO)) == 0);
  CHECK((settings.c_iflag & static_cast<tcflag_t>(ICRNL)) == 0);
  CHECK(cfgetispeed(&settings) == B9600);
}

TEST_CASE("the port is ours alone") {
  Counter counter;
  counter.port.plug_in();
  counter.scanner->start();
  REQUIRE(counter.until_reading());
  const FileDescriptor again(
      open(counter.directory.file("scanner").c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK));
  // Others are refused; root is not, and can look.
  int exclusive = 1;
  if (again.is_open()) REQUIRE(ioctl(again.get(), TIOCGEXCL, &exclusive) == 0);
  CHECK(exclusive == 1);
}

TEST_CASE("a scanner with seven bits, whose port delivers eight; a byte that fails its parity") {
  SerialOptions options;
  options.line = *serial_line_named("7E1");
  Counter counter(options);
  counter.port.plug_in();
  counter.scanner->start();
  REQUIRE(counter.until_reading());
  // '0' is 0x30 with an even parity bit of 0; '4' is 0x34 with one of 1.
  counter.port.send("0\xb4\xb2\r");
  REQUIRE(counter.until_scans(1));
  CHECK(counter.scans.front().text == "042");
  counter.port.send(
      std::string_view("04\0"
                       "2\r043\r",
                       9));
  REQUIRE(counter.until_scans(2));
  CHECK(counter.scans[1].text == "043");
  CHECK(counter.scanner->state().dropped == 1);
}

TEST_CASE("configured framing reaches the scanner") {
  SerialOptions options;
  options.framing.ends = LineFramer::Ends::stx_etx;
  options.framing.prefix = "s";
  Counter counter(options);
  counter.port.plug_in();
  counter.scanner->start();
  REQUIRE(counter.until_reading());
  counter.port.send("\x02s042\nx\x03");
  REQUIRE(counter.until_scans(1));
  CHECK(counter.scans.front().text == "042\nx");
}

TEST_CASE("how a scan ended is sent to the scanner, and its answer is no scan") {
  SerialOptions options;
  options.feedback = Feedback::ssi;
  Counter counter(options);
  counter.port.plug_in();
  counter.scanner->acknowledge(Outcome::card_known);  // not open: nothing happens
  counter.scanner->start();
  REQUIRE(counter.until_reading());
  CHECK(counter.port.received().empty());
  counter.port.send("042\r");
  REQUIRE(counter.until_scans(1));
  counter.scanner->acknowledge(Outcome::not_a_card);
  counter.scanner->acknowledge(Outcome::card_known);
  CHECK(counter.port.received() == feedback_command(Feedback::ssi, Outcome::card_known));
  counter.port.send(
      std::string_view("\x04\xd0\0\0\xff\x2c"
                       "043\r",
                       10));
  REQUIRE(counter.until_scans(2));
  CHECK(counter.scans[1].text == "043");
}

TEST_CASE("silence ends a scan that has no terminator") {
  Counter counter;
  counter.port.plug_in();
  counter.scanner->start();
  REQUIRE(counter.until_reading());
  counter.port.send("0420000001232");
  REQUIRE(counter.until_scans(1));
  CHECK(counter.scans.front().text == "0420000001232");
  CHECK_FALSE(counter.scans.front().complete);
}

TEST_CASE("a double read is one scan, and a scanner's answer is none") {
  Counter counter(std::chrono::minutes(1));
  counter.port.plug_in();
  counter.scanner->start();
  REQUIRE(counter.until_reading());
  counter.port.send("042\r042\r]Z6REVINF\r\x06\r043\r");
  REQUIRE(counter.until_scans(2));
  CHECK(counter.scans[0].text == "042");
  CHECK(counter.scans[1].text == "043");
  CHECK(counter.scans.size() == 2);
}

TEST_CASE("a scanner that is pulled out and put back goes on, without half of the old scan") {
  Counter counter;
  counter.scanner->start();
  CHECK_FALSE(counter.scanner->state().reading);
  CHECK(counter.scanner->state().text ==
        "cannot open " + counter.directory.file("scanner") + ": No such file or directory");

  counter.port.plug_in();
  REQUIRE(counter.until_reading());
  counter.port.send("042\r99");
  REQUIRE(counter.until_scans(1));
  counter.port.unplug();
  REQUIRE(run_until(counter.io, [&] { return !counter.scanner->state().reading; }));
  CHECK(counter.scanner->state().text.starts_with("the device went away"));

  counter.port.plug_in();
  REQUIRE(counter.until_reading());
  counter.port.send("043\r");
  REQUIRE(counter.until_scans(2));
  CHECK(counter.scans[1].text == "043");
}

TEST_CASE("stopping ends it, also from within a scan") {
  Counter counter;
  counter.port.plug_in();
  SerialOptions options;
  options.name = "front";
  options.device = counter.directory.file("scanner");
  std::unique_ptr<SerialScanner> scanner;
  int scans = 0;
  scanner = SerialScanner::make(counter.io, counter.clock, options, [&](const Scan&) {
              ++scans;
              scanner->stop();
            }).value();
  scanner->start();
  REQUIRE(scanner->state().reading);
  counter.port.send("042\r");
  REQUIRE(run_until(counter.io, [&] { return scans == 1; }));
  CHECK(scanner->state().text == "stopped");
  // No work is left: the loop runs out by itself.
  counter.io.restart();
  counter.io.run();
}

TEST_CASE("the till's program gets what is no card, and talks to the scanner") {
  Counter counter;
  const CardRecogniser cards = testing::shop_cards();
  const std::string link = counter.directory.file("till");
  counter.scanner->pass_to(cards, PassPort::make(counter.io, link).value());
  counter.port.plug_in();
  counter.scanner->start();
  REQUIRE(counter.until_reading());
  FileDescriptor till(open(link.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  REQUIRE(till.is_open());
  counter.port.send("5901234123457\r\n0420000001232\r\n5901234123457\r\n");
  REQUIRE(counter.until_scans(3));
  std::array<char, 128> buffer;
  const ssize_t count = read(till.get(), buffer.data(), buffer.size());
  CHECK(std::string(buffer.data(), count < 0 ? 0 : static_cast<std::size_t>(count)) ==
        "5901234123457\r\n5901234123457\r\n");

  REQUIRE(write(till.get(), "\x07", 1) == 1);
  char reply = 0;
  REQUIRE(run_until(counter.io, [&] {
    return fcntl(counter.port.master(), F_SETFL, O_NONBLOCK) == 0 &&
           read(counter.port.master(), &reply, 1) == 1;
  }));
  CHECK(reply == '\x07');
}

TEST_CASE("what is no serial port is said so") {
  Counter counter;
  std::filesystem::create_symlink("/dev/null", counter.directory.file("scanner"));
  counter.scanner->start();
  CHECK(counter.scanner->state().text ==
        "cannot open " + counter.directory.file("scanner") + ": it is not a serial port");
  SerialOptions options;
  options.name = "front";
  options.line.baud = 12345;
  const auto refused = SerialScanner::make(counter.io, counter.clock, options, [](const Scan&) {});
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message == "scanner \"front\": no serial port has 12345 baud");
}

}  // namespace
}  // namespace loyald::scanner

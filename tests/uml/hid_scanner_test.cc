// SPDX-License-Identifier: Apache-2.0
#include "scanner/hid_scanner.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>

#include "store/base/clock.h"
#include "tests/scanner/hid_reports.h"
#include "tests/scanner/run_until.h"
#include "tests/uml/support/hid_device.h"

namespace loyald::scanner {
namespace {

using testing::common_report;
using testing::common_reports;
using testing::from_hex_or_throw;
using testing::HidDevice;
using testing::run_until;

const std::string kCommon = from_hex_or_throw(testing::kCommonHidPos);

// A scanner behind a name that stays when it is plugged in again.
struct Counter {
  static constexpr const char* kDevice = "/tmp/scanner";
  SystemClock clock;
  boost::asio::io_context io;
  std::vector<Scan> scans;
  HidScanner scanner{io,
                     clock,
                     {"hand", "till-1", kDevice, std::chrono::milliseconds(0), true},
                     [this](Scan scan) { scans.push_back(std::move(scan)); }};

  static void link(const HidDevice& device) {
    std::filesystem::remove(kDevice);
    std::filesystem::create_symlink(device.node(), kDevice);
  }
  bool until_reading(bool reading = true) {
    return run_until(io, [this, reading] { return scanner.state().reading == reading; });
  }
  bool until_scans(std::size_t count) {
    return run_until(io, [this, count] { return scans.size() >= count; });
  }
};

TEST_CASE("codes of every length arrive whole, with source and symbology") {
  HidDevice device(as_bytes(kCommon));
  Counter counter;
  Counter::link(device);
  counter.scanner.start();
  REQUIRE(counter.scanner.state().reading);
  std::string text;
  for (std::size_t length = 1; length <= 170; ++length) {
    CAPTURE(length);
    text.push_back(static_cast<char>('A' + length % 26));
    counter.scans.clear();
    for (const std::string& report : common_reports("]Q1", text)) device.send(as_bytes(report));
    REQUIRE(counter.until_scans(1));
    CHECK(counter.scans.front().text == "]Q1" + text);
    CHECK(counter.scans.front().symbology == Symbology::qr);
    CHECK(counter.scans.front().source == "hand");
    CHECK(counter.scans.front().register_id == "till-1");
    CHECK(counter.scans.front().complete);
  }
}

TEST_CASE("the deadline ends a code that says it goes on") {
  HidDevice device(as_bytes(kCommon));
  Counter counter;
  Counter::link(device);
  counter.scanner.start();
  device.send(as_bytes(common_report("]Q1", std::string(56, 'x'), true)));
  REQUIRE(counter.until_scans(1));
  CHECK(counter.scans.front().text == "]Q1" + std::string(56, 'x'));
  CHECK_FALSE(counter.scans.front().complete);
}

TEST_CASE("a descriptor of another order is read by what it says") {
  const std::string other = from_hex_or_throw(testing::kHidPosWithoutCount);
  HidDevice device(as_bytes(other), {"Symbol Bar Code Scanner", 0x05e0, 0x1301});
  Counter counter;
  Counter::link(device);
  counter.scanner.start();
  std::string report = "\x02]E00420000001232\r\n";
  report.resize(61);
  device.send(as_bytes(report));
  REQUIRE(counter.until_scans(1));
  CHECK(counter.scans.front().text == "]E00420000001232");
  CHECK(counter.scans.front().symbology == Symbology::ean13);
}

TEST_CASE("an answer to a command is no scan") {
  HidDevice device(as_bytes(kCommon));
  Counter counter;
  Counter::link(device);
  counter.scanner.start();
  device.send(as_bytes(common_report("]Z6", "REVINF\x06.", false)));
  device.send(as_bytes(common_report("]E0", "042", false)));
  REQUIRE(counter.until_scans(1));
  CHECK(counter.scans.front().text == "]E0042");
}

TEST_CASE("Honeywell's scanners are switched to this mode, others are left alone") {
  HidDevice device(as_bytes(kCommon));
  Counter counter;
  Counter::link(device);
  counter.scanner.start();
  REQUIRE(counter.scanner.state().reading);
  CHECK(device.written(1) == std::vector<HidDevice::Written>{{'f', "\xfe\x01"}});

  HidDevice zebra(as_bytes(kCommon), {"Zebra", 0x05e0, 0x1301});
  Counter::link(zebra);
  counter.scanner.stop();
  counter.scanner.start();
  REQUIRE(counter.scanner.state().reading);
  CHECK(zebra.written(0).empty());
}

TEST_CASE("a card lights and beeps where the scanner can, a lost scanner is not asked") {
  // The common descriptor with an output report 4: error beep, good read beep, light.
  std::string descriptor = kCommon;
  descriptor.insert(descriptor.size() - 1,
                    from_hex_or_throw("850475019501058c0985910209869102097d910275059103"));
  HidDevice device(as_bytes(descriptor), {"Zebra", 0x05e0, 0x1301});
  Counter counter;
  Counter::link(device);
  counter.scanner.start();
  REQUIRE(counter.scanner.state().text == "reading");
  counter.scanner.acknowledge(scanner::Outcome::card_known);
  CHECK(device.written(1) == std::vector<HidDevice::Written>{{'o', "\x04\x06"}});
  device.unplug();
  REQUIRE(counter.until_reading(false));
  counter.scanner.acknowledge(scanner::Outcome::card_known);
}

TEST_CASE("Symbol's emulated serial port is a stream that silence or a line end cuts") {
  // A vendor page, 64 bytes in, 64 out.
  const std::string stream =
      from_hex_or_throw("0600ff0901a101150026ff00750895400901810209029102c0");
  HidDevice device(as_bytes(stream), {"Symbol", 0x05e0, 0x0600});
  Counter counter;
  Counter::link(device);
  counter.scanner.start();
  REQUIRE(counter.scanner.state().reading);
  const auto send = [&](std::string_view data) {
    std::string report(64, '\0');
    report[0] = static_cast<char>(data.size());
    report.replace(1, data.size(), data);
    device.send(as_bytes(report));
  };
  send("0420000001232\r0430");
  send("000001239");
  REQUIRE(counter.until_scans(2));
  CHECK(counter.scans[0].text == "0420000001232");
  CHECK(counter.scans[1].text == "0430000001239");
  CHECK(counter.scans[1].complete);
}

TEST_CASE("a scanner that is pulled out in a code and plugged in again begins anew") {
  Counter counter;
  auto device = std::make_unique<HidDevice>(as_bytes(kCommon));
  Counter::link(*device);
  counter.scanner.start();
  device->send(as_bytes(common_report("]E0", "99", true)));
  counter.io.poll();
  device.reset();
  REQUIRE(counter.until_reading(false));
  CHECK(counter.scanner.state().text == "the device went away: Input/output error");
  device = std::make_unique<HidDevice>(as_bytes(kCommon));
  Counter::link(*device);
  REQUIRE(counter.until_reading());
  device->send(as_bytes(common_report("]E0", "042", false)));
  REQUIRE(counter.until_scans(1));
  CHECK(counter.scans.front().text == "]E0042");
  CHECK(counter.scans.front().complete);
}

TEST_CASE("what is no HID POS scanner is said so, with what to do") {
  Counter counter;
  const auto state = [&](std::string_view hex) {
    const std::string descriptor = from_hex_or_throw(hex);
    HidDevice device(as_bytes(descriptor), {"some", 0x1234, 1});
    Counter::link(device);
    counter.scanner.start();
    std::string text = counter.scanner.state().text;
    counter.scanner.stop();
    return text;
  };
  CHECK(state(testing::kHidKeyboard) ==
        "cannot open /tmp/scanner: it is a keyboard (configure it as wedge.device = "
        "\"/dev/input/by-id/…-event-kbd\", or scan \"USB HID POS\" from its manual)");
  CHECK(state("0645ff0902a1017508954009008102c0") ==
        "cannot open /tmp/scanner: the scanner is in IBM hand-held mode (scan \"USB HID "
        "POS\" or \"USB keyboard\" from its manual)");
  CHECK(state("0600ff0901a1017508954009018102c0")
            .starts_with("cannot open /tmp/scanner: it is no scanner in HID POS mode"));

  std::filesystem::remove(Counter::kDevice);
  std::filesystem::create_symlink("/dev/null", Counter::kDevice);
  counter.scanner.start();
  CHECK(counter.scanner.state().text.starts_with(
      "cannot open /tmp/scanner: it is not a hidraw device"));
}

}  // namespace
}  // namespace loyald::scanner

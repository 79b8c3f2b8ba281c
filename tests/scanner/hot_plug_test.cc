// SPDX-License-Identifier: Apache-2.0
// Scanners that are pulled out and come back, under other names.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <linux/input-event-codes.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <stdexcept>

#include "scanner/device_watch.h"
#include "scanner/wedge_scanner.h"
#include "store/base/clock.h"
#include "tests/scanner/event_script.h"
#include "tests/scanner/layout_oracle.h"
#include "tests/scanner/run_until.h"
#include "tests/support/temporary_directory.h"

namespace loyald::scanner {
namespace {

using testing::run_until;

// A device directory with FIFOs for keyboards, and a scanner known by its serial number.
struct Counter {
  loyald::testing::TemporaryDirectory directory;
  SystemClock clock;
  boost::asio::io_context io;
  std::vector<AttachedDevice> attached;
  std::vector<Scan> scans;
  std::unique_ptr<WedgeScanner> scanner;

  Counter() {
    WedgeOptions options;
    options.name = "hand";
    options.register_id = "1";
    options.device = DevicePlace(DeviceKind::keyboard, {"0c2e", "0b61", "A1", "", ""},
                                 [this](DeviceKind) { return attached; });
    scanner = WedgeScanner::make(io, clock, options, [this](Scan scan) {
                scans.push_back(std::move(scan));
              }).value();
  }
  std::string plug_in(const std::string& name, const std::string& serial) {
    const std::string node = directory.file(name);
    if (mkfifo(node.c_str(), 0600) != 0) throw std::runtime_error("no FIFO");
    attached.push_back({DeviceKind::keyboard, node, "", "", "0c2e", "0b61", serial, "1-1", "00"});
    return node;
  }
  void pull_out() {
    for (const AttachedDevice& each : attached) std::filesystem::remove(each.node);
    attached.clear();
  }
};

void type(const std::string& node, std::string_view text) {
  FileDescriptor keys(open(node.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC));
  const std::string records = testing::as_records(testing::typed("us", text, {0})) +
                              testing::as_records(testing::tapped(KEY_ENTER, {0}));
  if (write(keys.get(), records.data(), records.size()) != static_cast<ssize_t>(records.size())) {
    throw std::runtime_error("nobody reads the FIFO");
  }
}

TEST_CASE("a scanner known by what it is comes back under another name, at once") {
  Counter counter;
  counter.scanner->start();
  CHECK(counter.scanner->state().text.starts_with(
      R"(no keyboard with vendor = "0c2e", product = "0b61", serial = "A1" is plugged in)"));
  CHECK(counter.scanner->state().device.empty());

  counter.plug_in("event3", "B2");  // another one of the same model
  counter.scanner->retry_now();
  CHECK_FALSE(counter.scanner->state().reading);
  const std::string first = counter.plug_in("event4", "A1");
  counter.scanner->retry_now();
  REQUIRE(counter.scanner->state().reading);
  CHECK(counter.scanner->state().device == first);
  type(first, "042");
  REQUIRE(run_until(counter.io, [&] { return counter.scans.size() == 1; }));

  counter.pull_out();
  REQUIRE(run_until(counter.io, [&] { return !counter.scanner->state().reading; }));
  const std::string second = counter.plug_in("event9", "A1");
  counter.scanner->retry_now();
  REQUIRE(counter.scanner->state().reading);
  CHECK(counter.scanner->state().device == second);
  type(second, "043");
  REQUIRE(run_until(counter.io, [&] { return counter.scans.size() == 2; }));
  CHECK(counter.scans[1].text == "043");
}

TEST_CASE("two that fit are an error that names both, until one is gone") {
  Counter counter;
  const std::string first = counter.plug_in("event4", "A1");
  const std::string second = counter.plug_in("event5", "A1");
  counter.attached[1].port = "1-2";
  counter.scanner->start();
  CHECK(counter.scanner->state().text.starts_with(
      R"(2 devices match vendor = "0c2e", product = "0b61", serial = "A1": )" + first +
      " with port = \"1-1\" and " + second + " with port = \"1-2\""));
  counter.attached.pop_back();
  counter.scanner->retry_now();
  CHECK(counter.scanner->state().reading);
}

struct NotRoot {
  bool was_root = geteuid() == 0;
  NotRoot() {
    if (was_root && seteuid(65534) != 0) throw std::runtime_error("cannot be somebody else");
  }
  ~NotRoot() {
    if (was_root) static_cast<void>(seteuid(0));
  }
};

TEST_CASE("the watch wakes a scanner whose node comes before its permissions") {
  const NotRoot nobody_is_refused_who_may_do_everything;
  Counter counter;
  int wakes = 0;
  DeviceWatch::Options options;
  options.udev = false;
  options.directories = {counter.directory.file("")};
  const auto watch = DeviceWatch::make(counter.io, options, [&] {
                       ++wakes;
                       counter.scanner->retry_now();
                     }).value();
  counter.scanner->start();
  const std::string node = counter.plug_in("event4", "A1");
  chmod(node.c_str(), 0);
  REQUIRE(run_until(counter.io, [&] {
    return counter.scanner->state().text.starts_with("cannot open " + node + ": Permission denied");
  }));
  const int refused = wakes;
  chmod(node.c_str(), 0600);
  REQUIRE(run_until(counter.io, [&] { return counter.scanner->state().reading; }));
  CHECK(wakes > refused);
}

TEST_CASE("a stopped scanner stays stopped, whatever is plugged in") {
  Counter counter;
  counter.scanner->start();
  counter.scanner->stop();
  counter.plug_in("event4", "A1");
  counter.scanner->retry_now();
  CHECK(counter.scanner->state().text == "stopped");
  counter.io.restart();
  counter.io.run();
}

}  // namespace
}  // namespace loyald::scanner

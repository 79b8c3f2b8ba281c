// SPDX-License-Identifier: Apache-2.0
#include "scanner/device_watch.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "tests/scanner/run_until.h"
#include "tests/support/temporary_directory.h"

namespace loyald::scanner {
namespace {

using testing::run_until;

struct Watched {
  loyald::testing::TemporaryDirectory directory;
  boost::asio::io_context io;
  int changes = 0;
  std::unique_ptr<DeviceWatch> watch;

  Watched() {
    DeviceWatch::Options options;
    options.udev = false;
    options.directories = {directory.file(""), directory.file("input")};
    watch = DeviceWatch::make(io, options, [this] { ++changes; }).value();
  }
  // Whether the news of what was just done comes.
  bool hears() {
    const bool heard = run_until(io, [this] { return changes > 0; });
    // And all of it, so that the next news is new.
    io.restart();
    io.poll();
    changes = 0;
    return heard;
  }
};

TEST_CASE("devices that come, get their permissions and go are news") {
  Watched dev;
  std::ofstream(dev.directory.file("ttyACM0")) << "";
  CHECK(dev.hears());
  chmod(dev.directory.file("ttyACM0").c_str(), 0660);
  CHECK(dev.hears());
  std::filesystem::create_symlink("ttyACM0", dev.directory.file("scanner"));
  CHECK(dev.hears());
  std::filesystem::remove(dev.directory.file("ttyACM0"));
  CHECK(dev.hears());
}

TEST_CASE("a directory that comes later is watched from then on") {
  Watched dev;
  std::filesystem::create_directory(dev.directory.file("input"));
  CHECK(dev.hears());
  std::ofstream(dev.directory.file("input/event0")) << "";
  CHECK(dev.hears());
  std::filesystem::remove_all(dev.directory.file("input"));
  CHECK(dev.hears());
  std::filesystem::create_directory(dev.directory.file("input"));
  CHECK(dev.hears());
  std::ofstream(dev.directory.file("input/event0")) << "";
  CHECK(dev.hears());
}

TEST_CASE("it may end with its own news, and nothing waits after it") {
  Watched dev;
  int changes = 0;
  DeviceWatch::Options options;
  options.udev = false;
  options.directories = {dev.directory.file("")};
  std::unique_ptr<DeviceWatch> watch;
  watch = DeviceWatch::make(dev.io, options, [&] {
            ++changes;
            watch.reset();
          }).value();
  dev.watch.reset();
  std::ofstream(dev.directory.file("a")) << "";
  CHECK(run_until(dev.io, [&] { return changes == 1; }));
  dev.io.restart();
  dev.io.run();
}

TEST_CASE("udev's socket can be listened to wherever there is netlink") {
  boost::asio::io_context io;
  DeviceWatch::Options options;
  options.udev = true;
  auto watch = DeviceWatch::make(io, options, [] {});
  REQUIRE_MESSAGE(watch, (watch ? "" : watch.error().message));
  io.poll();
  watch->reset();
  io.restart();
  io.run();
}

TEST_CASE("a directory that cannot be watched is said") {
  boost::asio::io_context io;
  DeviceWatch::Options options;
  options.udev = false;
  options.directories = {"/nonexistent"};
  const auto watch = DeviceWatch::make(io, options, [] {});
  REQUIRE_FALSE(watch);
  CHECK(watch.error().message ==
        "cannot watch for devices: /nonexistent: No such file or directory");
}

}  // namespace
}  // namespace loyald::scanner

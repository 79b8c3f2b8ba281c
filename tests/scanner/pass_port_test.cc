// SPDX-License-Identifier: Apache-2.0
#include "scanner/pass_port.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <termios.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "tests/scanner/run_until.h"
#include "tests/support/temporary_directory.h"

namespace loyald::scanner {
namespace {

struct Counter {
  loyald::testing::TemporaryDirectory directory;
  boost::asio::io_context io;
  std::string link = directory.file("port/front");
  std::unique_ptr<PassPort> port;

  explicit Counter(std::chrono::milliseconds max_age = std::chrono::hours(1)) {
    port = PassPort::make(io, link, max_age).value();
  }
  // The till's program, which opens the port as any other.
  FileDescriptor till() const {
    return FileDescriptor(open(link.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  }
};

std::string read_all(const FileDescriptor& fd) {
  std::array<char, 4096> buffer;
  std::string out;
  ssize_t count = 0;
  while ((count = read(fd.get(), buffer.data(), buffer.size())) > 0) {
    out.append(buffer.data(), static_cast<std::size_t>(count));
  }
  return out;
}

TEST_CASE("the till's program reads the bytes as the scanner sent them") {
  Counter counter;
  const FileDescriptor till = counter.till();
  REQUIRE(till.is_open());
  counter.port->pass("ignored", "]E05901234123457\r\n\x04");
  CHECK(read_all(till) == "]E05901234123457\r\n\x04");
  CHECK(counter.port->problem().empty());
}

TEST_CASE("a till's program may come late, go and come again") {
  Counter counter;
  counter.port->pass("", "1\r");
  {
    const FileDescriptor till = counter.till();
    CHECK(read_all(till) == "1\r");
  }
  counter.port->pass("", "2\r");
  CHECK(read_all(counter.till()) == "2\r");
}

TEST_CASE("what the till's program writes goes to the scanner") {
  Counter counter;
  std::string replies;
  counter.port->on_reply([&](std::string_view bytes) { replies += bytes; });
  const FileDescriptor till = counter.till();
  REQUIRE(write(till.get(),
                "\x07"
                "E\r",
                3) == 3);
  REQUIRE(testing::run_until(counter.io, [&] { return replies.size() == 3; }));
  CHECK(replies ==
        "\x07"
        "E\r");
}

TEST_CASE("what nobody reads is dropped when it is old, and when there is no room") {
  Counter counter(std::chrono::milliseconds(1));
  counter.port->pass("", "5901234123457\r");
  REQUIRE(testing::run_until(counter.io, [&] { return counter.port->dropped() == 1; }));
  CHECK(counter.port->problem() == "nobody reads the port " + counter.link);
  CHECK(read_all(counter.till()).empty());

  Counter full;
  const std::string scan(1000, '7');
  for (int i = 0; i < 100 && full.port->dropped() == 0; ++i) full.port->pass("", scan);
  CHECK(full.port->dropped() == 1);
}

TEST_CASE("the link takes an old link's place, and no file's; it goes with the port") {
  loyald::testing::TemporaryDirectory directory;
  boost::asio::io_context io;
  const std::string link = directory.file("front");
  std::filesystem::create_symlink("/dev/null", link);
  {
    const auto port = PassPort::make(io, link).value();
    CHECK(std::filesystem::read_symlink(link).string().starts_with("/dev/pts/"));
  }
  CHECK_FALSE(std::filesystem::is_symlink(link));
  std::ofstream(link) << "mine";
  const auto refused = PassPort::make(io, link);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().message == "something that is no link has the name " + link);
  CHECK(std::filesystem::exists(link));
  CHECK_FALSE(PassPort::make(io, "/proc/nothing/front"));
}

}  // namespace
}  // namespace loyald::scanner

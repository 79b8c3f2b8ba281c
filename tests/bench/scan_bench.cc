// SPDX-License-Identifier: Apache-2.0
//
// Scan to answer: from the last byte of a scan on a serial scanner's line, a pseudo-terminal, to
// the event with the member on the register's stream of the real daemon.
//
//   scan_bench LOYALD_BINARY [MEMBERS [SCANS]]      (default 1000000 and 2000)
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "store/base/check.h"
#include "store/store.h"
#include "tests/bench/figures.h"
#include "tests/bench/filled_store.h"
#include "tests/support/temporary_directory.h"

extern char** environ;

namespace {

using namespace loyald;

// Reads a stream until some text has come; the rest is kept for the next call.
class Events {
 public:
  explicit Events(const std::string& socket) {
    const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(120);
    while (!connects(socket)) CHECK(std::chrono::steady_clock::now() < give_up);
    const std::string request = "GET /events?register=1 HTTP/1.1\r\nHost: localhost\r\n\r\n";
    CHECK(write(fd_, request.data(), request.size()) == static_cast<ssize_t>(request.size()));
    until("event: status");
  }
  Events(const Events&) = delete;
  Events& operator=(const Events&) = delete;
  ~Events() { close(fd_); }

  std::string until(const std::string& text) {
    std::size_t found = unread_.find(text);
    while (found == std::string::npos) {
      char buffer[16384];
      const ssize_t count = read(fd_, buffer, sizeof buffer);
      CHECK(count > 0);
      unread_.append(buffer, static_cast<std::size_t>(count));
      found = unread_.find(text);
    }
    std::string out = unread_.substr(0, found + text.size());
    unread_.erase(0, out.size());
    return out;
  }

 private:
  bool connects(const std::string& socket) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    socket.copy(address.sun_path, sizeof address.sun_path - 1);
    fd_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return true;
    close(fd_);
    return false;
  }

  int fd_ = -1;
  std::string unread_;
};

// The scanner's end of a line that the daemon opens.
struct Line {
  int master = -1;
  int slave = -1;
  std::string name;

  Line() {
    char buffer[128];
    CHECK(openpty(&master, &slave, buffer, nullptr, nullptr) == 0);
    fcntl(master, F_SETFD, FD_CLOEXEC);
    fcntl(slave, F_SETFD, FD_CLOEXEC);
    name = buffer;
  }
};

void scan_all(const Line& line, Events& events, std::uint64_t members, int scans) {
  SeededRandom random(3);
  bench::Figures answering;
  for (int i = 0; i < scans; ++i) {
    const std::string card = bench::card(random.below(members));
    const std::string scan = "]E0" + card + "\r";
    answering.measure([&] {
      CHECK(write(line.master, scan.data(), scan.size()) == static_cast<ssize_t>(scan.size()));
      const std::string event = events.until("\"memberId\"");
      CHECK(event.find(card) != std::string::npos);
      return 0;
    });
    events.until("\n\n");
  }
  answering.print("scan to event, serial, /events");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "scan_bench LOYALD_BINARY [MEMBERS [SCANS]]\n");
    return 64;
  }
  const std::uint64_t members = argc > 2 ? std::stoull(argv[2]) : 1'000'000;
  const int scans = argc > 3 ? std::stoi(argv[3]) : 2'000;
  testing::TemporaryDirectory directory(std::filesystem::temp_directory_path());
  SeededRandom random(1);
  bench::make_filled_books(directory.file("books.sqlite"), members, random);
  const Line line;
  const std::string more =
      "[[scanner]]\nname = \"gun\"\nregister = \"1\"\nrepeat_ms = 0\n"
      "serial.device = \"" +
      line.name + "\"\n";
  const bench::Daemon daemon(argv[1], directory.path(), more);
  Events events(directory.file("register.sock"));
  std::printf("%llu members on disk\n", static_cast<unsigned long long>(members));
  bench::Figures::print_heading();
  scan_all(line, events, members, 200);  // warm
  scan_all(line, events, members, scans);
  return 0;
}

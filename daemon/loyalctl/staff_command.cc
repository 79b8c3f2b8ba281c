// SPDX-License-Identifier: Apache-2.0
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <iostream>
#include <memory>

#include "daemon/loyalctl/command.h"
#include "daemon/pin_hash.h"

// What the store's configuration needs of its staff.
namespace loyald::loyalctl {
namespace {

// The terminal of whoever runs the command, without echo while this lives.
class SilentTerminal {
 public:
  static Result<std::unique_ptr<SilentTerminal>> open() {
    const int fd = ::open("/dev/tty", O_RDWR | O_CLOEXEC);
    termios settings{};
    if (fd < 0 || tcgetattr(fd, &settings) != 0) {
      if (fd >= 0) ::close(fd);
      return fail(Errc::failed_precondition, "there is no terminal to ask for the PIN",
                  "give it as a line to --stdin");
    }
    return std::unique_ptr<SilentTerminal>(new SilentTerminal(fd, settings));
  }
  ~SilentTerminal() {
    tcsetattr(fd_, TCSAFLUSH, &before_);
    ::close(fd_);
  }
  SilentTerminal(const SilentTerminal&) = delete;
  SilentTerminal& operator=(const SilentTerminal&) = delete;

  Result<std::string> ask(std::string_view prompt) {
    say(prompt);
    std::string line;
    std::array<char, 1> byte{};
    while (line.size() <= daemon::kMaxPinBytes) {
      const auto got = ::read(fd_, byte.data(), byte.size());
      if (got <= 0) return fail(Errc::unavailable, "the terminal went away");
      if (byte[0] == '\n') break;
      line += byte[0];
    }
    say("\n");
    return line;
  }

 private:
  SilentTerminal(int fd, const termios& before) : fd_(fd), before_(before) {
    termios silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    tcsetattr(fd_, TCSAFLUSH, &silent);
  }
  void say(std::string_view text) const {
    if (::write(fd_, text.data(), text.size()) < 0) return;  // then the read fails as well
  }

  int fd_;
  termios before_;
};

Result<std::string> ask_twice() {
  LOYALD_ASSIGN(const auto terminal, SilentTerminal::open());
  LOYALD_ASSIGN(std::string pin, terminal->ask("PIN: "));
  LOYALD_ASSIGN(const std::string again, terminal->ask("The same again: "));
  if (pin != again) {
    return fail(Errc::invalid_argument, "these were two different PINs", "begin again");
  }
  return pin;
}

Result<std::string> read_line() {
  std::string line;
  if (!std::getline(std::cin, line)) {
    return fail(Errc::invalid_argument, "there is no line to read");
  }
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

Result<void> pin(bool from_stdin) {
  LOYALD_ASSIGN(const std::string text, from_stdin ? read_line() : ask_twice());
  LOYALD_ASSIGN(const std::string hash, daemon::hash_pin(text));
  std::cout << hash << "\n";
  return {};
}

}  // namespace

void add_staff_commands(CLI::App& app, Outcome& outcome) {
  CLI::App* staff = app.add_subcommand("staff", "who works at a store");
  staff->require_subcommand(1);
  auto from_stdin = std::make_shared<bool>(false);
  CLI::App* command =
      staff->add_subcommand("pin", "make the line that [[staff]] pin keeps of a PIN");
  command->add_flag("--stdin", *from_stdin, "read the PIN as a line, instead of asking for it");
  on_run(*command, outcome, [from_stdin] { return pin(*from_stdin); });
}

}  // namespace loyald::loyalctl

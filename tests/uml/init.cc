// SPDX-License-Identifier: Apache-2.0
// The first process inside User-Mode Linux. tests/uml/run_inside puts into a directory of the host
// what is to be run; this mounts what a program expects, runs it, writes how it ended into the same
// directory, and switches off.
#include <fcntl.h>
#include <linux/reboot.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

constexpr int kCannotRun = 126;
const std::string kExchange = "/tmp/.host";

void mount_one(const char* type, const std::string& place, const std::string& options = {}) {
  mkdir(place.c_str(), 0755);
  if (mount(type, place.c_str(), type, 0, options.c_str()) != 0 && errno != EBUSY) {
    std::printf("uml init: cannot mount %s: %s\n", place.c_str(), std::strerror(errno));
  }
}

// What the file holds, cut at its zero bytes.
std::vector<std::string> words_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string all{std::istreambuf_iterator<char>(file), {}};
  std::vector<std::string> words;
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = all.find('\0', at);
    words.push_back(all.substr(at, end - at));
    at = end == std::string::npos ? all.size() : end + 1;
  }
  return words;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  for (std::string& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

// The console is a terminal and would make "\r\n" of "\n".
void leave_lines_alone() {
  termios settings{};
  if (tcgetattr(STDOUT_FILENO, &settings) != 0) return;
  cfmakeraw(&settings);
  tcsetattr(STDOUT_FILENO, TCSANOW, &settings);
}

void bring_up_loopback() {
  const int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ifreq request{};
  std::strncpy(request.ifr_name, "lo", sizeof request.ifr_name - 1);
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  if (ioctl(any, SIOCSIFFLAGS, &request) != 0) std::printf("uml init: no loopback\n");
  close(any);
}

int run(std::vector<std::string>& command, std::vector<std::string>& environment,
        const std::string& directory) {
  const pid_t child = fork();
  if (child == 0) {
    setsid();
    auto arguments = pointers(command);
    auto variables = pointers(environment);
    if (chdir(directory.c_str()) != 0 && chdir("/") != 0) _exit(kCannotRun);
    execve(arguments[0], arguments.data(), variables.data());
    std::printf("uml init: cannot run %s: %s\n", arguments[0], std::strerror(errno));
    std::fflush(stdout);
    _exit(kCannotRun);
  }
  // As the first process it inherits orphans, too.
  int status = 0;
  while (true) {
    const pid_t ended = wait(&status);
    if (ended == child) break;
    if (ended < 0 && errno != EINTR) return kCannotRun;
  }
  constexpr int kSignalled = 128;  // as shells say it
  return WIFSIGNALED(status) ? kSignalled + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace

int main() {
  leave_lines_alone();
  const char* exchange = std::getenv("exchange");
  if (exchange != nullptr) {
    // Read first: the directory may be in the /tmp that is covered now.
    auto command = words_of(std::string(exchange) + "/command");
    auto environment = words_of(std::string(exchange) + "/environment");
    auto directory = words_of(std::string(exchange) + "/directory");
    mount_one("proc", "/proc");
    mount_one("sysfs", "/sys");
    mount_one("devtmpfs", "/dev");
    mount_one("devpts", "/dev/pts");
    mount_one("tmpfs", "/dev/shm");
    mount_one("tmpfs", "/run");
    mount_one("tmpfs", "/tmp");
    mount_one("hostfs", kExchange, exchange);
    bring_up_loopback();
    environment.emplace_back("HOME=/tmp");
    environment.emplace_back("LOYALD_INSIDE_UML=1");
    const int code = command.empty() ? kCannotRun : run(command, environment, directory.at(0));
    std::ofstream(kExchange + "/exit") << code;
    sync();
    umount2(kExchange.c_str(), MNT_FORCE);
  }
  std::fflush(stdout);
  reboot(LINUX_REBOOT_CMD_POWER_OFF);
  return 0;
}

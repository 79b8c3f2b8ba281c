// SPDX-License-Identifier: Apache-2.0
#include "scanner/picture_process.h"

#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include "scanner/picture_child.h"
#include "store/base/check.h"

namespace loyald::scanner {
namespace {

// What a child is started with: our end of the socket in place, default signals.
class SpawnSettings {
 public:
  explicit SpawnSettings(int socket) {
    CHECK(posix_spawn_file_actions_init(&actions_) == 0);
    CHECK(posix_spawnattr_init(&attributes_) == 0);
    // Also where they are the same number: it clears close-on-exec.
    CHECK(posix_spawn_file_actions_adddup2(&actions_, socket, kPictureChildFd) == 0);
    sigset_t signals;
    sigemptyset(&signals);
    CHECK(posix_spawnattr_setsigmask(&attributes_, &signals) == 0);
    sigfillset(&signals);
    CHECK(posix_spawnattr_setsigdefault(&attributes_, &signals) == 0);
    CHECK(posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) ==
          0);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    posix_spawnattr_destroy(&attributes_);
    posix_spawn_file_actions_destroy(&actions_);
  }

  const posix_spawn_file_actions_t* actions() const { return &actions_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

}  // namespace

Result<PictureProcess> PictureProcess::start(const std::vector<std::string>& command) {
  CHECK(!command.empty());
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return fail(Errc::unavailable,
                std::string("no socket for the picture decoder: ") + std::strerror(errno));
  }
  FileDescriptor ours(ends[0]);
  const FileDescriptor theirs(ends[1]);
  const SpawnSettings settings(theirs.get());

  std::vector<std::string> arguments = command;
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  pid_t pid = -1;
  const int error_number = posix_spawn(&pid, command.front().c_str(), settings.actions(),
                                       settings.attributes(), argv.data(), environ);
  if (error_number != 0) {
    return fail(Errc::unavailable, "the picture decoder \"" + command.front() +
                                       "\" does not start: " + std::strerror(error_number));
  }
  return PictureProcess(pid, std::move(ours));
}

PictureProcess::PictureProcess(PictureProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)), socket_(std::move(other.socket_)) {}

PictureProcess& PictureProcess::operator=(PictureProcess&& other) noexcept {
  if (this != &other) {
    end();
    pid_ = std::exchange(other.pid_, -1);
    socket_ = std::move(other.socket_);
  }
  return *this;
}

PictureProcess::~PictureProcess() { end(); }

void PictureProcess::end() {
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  // A killed process that only computes is gone at once.
  while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
}

std::vector<std::string> own_picture_command() { return {"/proc/self/exe", kPictureChildOption}; }

}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
#include "daemon/state_directory.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "store/base/text.h"

namespace loyald::daemon {
namespace {

tl::unexpected<Error> cannot(const std::string& what, const std::string& path, int error_number) {
  return fail(Errc::failed_precondition,
              "cannot " + what + " " + path + ": " + std::strerror(error_number),
              "check that the directory above exists and that this user may write there");
}

// What the holder of the lock wrote into it; for people, so nothing depends on it.
std::string holder(int lock) {
  std::array<char, 32> text{};
  const ssize_t length = pread(lock, text.data(), text.size(), 0);
  const std::string_view pid =
      trim(std::string_view(text.data(), length > 0 ? static_cast<std::size_t>(length) : 0));
  return pid.empty() ? "" : " (process " + std::string(pid) + ")";
}

}  // namespace

Result<StateDirectory> StateDirectory::open(const std::string& path, const std::string& program) {
  constexpr mode_t kOwnerOnly = 0700;
  if (mkdir(path.c_str(), kOwnerOnly) != 0 && errno != EEXIST) {
    return cannot("make the state directory", path, errno);
  }
  struct stat about {};
  if (stat(path.c_str(), &about) != 0) return cannot("look at", path, errno);
  if (!S_ISDIR(about.st_mode)) return cannot("use", path, ENOTDIR);

  const std::string name = path + "/lock";
  const int lock = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (lock < 0) return cannot("open", name, errno);
  StateDirectory directory(path, lock);
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return cannot("lock", name, errno);
    return fail(Errc::unavailable,
                "another " + program + " is running on the state directory " + path + holder(lock),
                "stop it first, or give this one a state directory of its own");
  }
  const std::string pid = std::to_string(getpid()) + "\n";
  if (ftruncate(lock, 0) != 0 ||
      pwrite(lock, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
    // A full disk: the lock holds all the same, only its holder's number is missing.
    return directory;
  }
  return directory;
}

StateDirectory::StateDirectory(StateDirectory&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

StateDirectory::~StateDirectory() {
  // The file stays: removing it would let two processes lock two files of the same name.
  if (lock_ >= 0) close(lock_);
}

}  // namespace loyald::daemon

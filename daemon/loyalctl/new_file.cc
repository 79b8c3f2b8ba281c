// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/new_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace loyald::loyalctl {
namespace {

constexpr std::size_t kWriteBytes = 64 * 1024;

std::string reason(int error) { return std::system_category().message(error); }

}  // namespace

Result<NewFile> NewFile::create(const std::string& path) {
  constexpr mode_t kMode = 0666;  // less the user's mask
  scanner::FileDescriptor file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMode));
  if (file.is_open()) return NewFile(path, std::move(file));
  if (errno == EEXIST) {
    return fail(Errc::already_exists, path + " is there already, and is not overwritten",
                "name another one, or move it away");
  }
  return fail(Errc::unavailable, path + " cannot be made: " + reason(errno),
              "name one in a directory that is there and may be written");
}

NewFile::NewFile(std::string path, scanner::FileDescriptor file)
    : path_(std::move(path)), file_(std::move(file)) {}

NewFile::NewFile(NewFile&& other) noexcept
    : path_(std::exchange(other.path_, {})),
      file_(std::move(other.file_)),
      waiting_(std::move(other.waiting_)) {}

NewFile::~NewFile() {
  if (!path_.empty()) ::unlink(path_.c_str());
}

Result<void> NewFile::write(std::string_view bytes) {
  waiting_ += bytes;
  if (waiting_.size() < kWriteBytes) return {};
  return flush();
}

Result<void> NewFile::flush() {
  std::string_view rest = waiting_;
  while (!rest.empty()) {
    const ssize_t written = ::write(file_.get(), rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) {
      return fail(Errc::unavailable, path_ + " cannot be written: " + reason(errno));
    }
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  waiting_.clear();
  return {};
}

Result<void> NewFile::keep() {
  LOYALD_TRY(flush());
  if (::fsync(file_.get()) != 0 || ::close(file_.release()) != 0) {
    return fail(Errc::unavailable, path_ + " cannot be written: " + reason(errno));
  }
  path_.clear();
  return {};
}

}  // namespace loyald::loyalctl

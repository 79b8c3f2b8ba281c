// SPDX-License-Identifier: Apache-2.0
#include "daemon/text_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

namespace loyald::daemon {
namespace {

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(file) == 0;
}

}  // namespace

Result<std::string> read_text_file(const std::string& path, std::size_t max_bytes) {
  const auto cannot = [&path](const char* what, int error_number) {
    return fail(Errc::not_found,
                std::string("cannot ") + what + " " + path + ": " + std::strerror(error_number));
  };
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  const std::unique_ptr<std::FILE, Close> file(std::fopen(path.c_str(), "rbe"));
  if (file == nullptr) return cannot("open", errno);
  std::string text(max_bytes + 1, '\0');
  errno = 0;
  text.resize(std::fread(text.data(), 1, text.size(), file.get()));
  if (std::ferror(file.get()) != 0) return cannot("read", errno);
  if (text.size() > max_bytes) {
    return fail(Errc::invalid_argument,
                path + " has more than " + std::to_string(max_bytes) + " bytes");
  }
  return text;
}

Result<void> replace_file(const std::string& path, std::string_view text) {
  const auto cannot = [&path](const char* what) {
    return fail(Errc::unavailable,
                std::string("cannot ") + what + " " + path + ": " + std::strerror(errno));
  };
  const std::string begun = path + ".new";
  const int file = ::open(begun.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return cannot("make");
  const bool is_written = write_all(file, text);
  if (::close(file) != 0 || !is_written) return cannot("write");
  if (std::rename(begun.c_str(), path.c_str()) != 0) return cannot("name");
  const std::string parent = std::filesystem::path(path).parent_path();
  const int directory = ::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return cannot("keep");
  const bool is_kept = ::fsync(directory) == 0;
  ::close(directory);
  return is_kept ? Result<void>() : cannot("keep");
}

}  // namespace loyald::daemon

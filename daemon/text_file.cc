// SPDX-License-Identifier: Apache-2.0
#include "daemon/text_file.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace loyald::daemon {

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

}  // namespace loyald::daemon

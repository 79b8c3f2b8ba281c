// SPDX-License-Identifier: Apache-2.0
#include "daemon/signing_key_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "daemon/text_file.h"
#include "store/base/bytes.h"
#include "store/base/text.h"

namespace loyald::daemon {
namespace {

constexpr std::size_t kMaxKeyFileBytes = 200;

tl::unexpected<Error> cannot(const char* what, const std::string& path) {
  return fail(Errc::failed_precondition, std::string("cannot ") + what + " head office's key " +
                                             path + ": " + std::strerror(errno));
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return ::fsync(file) == 0;
}

Result<void> make(const std::string& path, const SigningSeed& seed) {
  const std::string begun = path + ".new";
  const int file = ::open(begun.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return cannot("make", begun);
  const bool is_written = write_all(file, to_hex(seed) + "\n");
  if (::close(file) != 0 || !is_written) return cannot("write", begun);
  if (std::rename(begun.c_str(), path.c_str()) != 0) return cannot("name", path);
  const std::string parent = std::filesystem::path(path).parent_path();
  const int directory = ::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (directory < 0) return cannot("keep", path);
  const bool is_kept = ::fsync(directory) == 0;
  ::close(directory);
  return is_kept ? Result<void>() : cannot("keep", path);
}

}  // namespace

Result<SigningSeed> read_or_make_signing_key(const std::string& path, Random& random) {
  SigningSeed seed{};
  if (!std::filesystem::exists(path)) {
    random.fill(seed);
    LOYALD_TRY(make(path, seed));
    return seed;
  }
  const auto text = read_text_file(path, kMaxKeyFileBytes);
  const auto bytes = text ? from_hex(trim(*text)) : fail(text.error());
  if (!bytes || bytes->size() != seed.size()) {
    return fail(Errc::failed_precondition,
                "head office's key " + path + " cannot be read: " +
                    (bytes ? "it has not 64 hexadecimal digits" : bytes.error().message),
                "put it back from its backup; the stores know this key");
  }
  std::ranges::copy(*bytes, seed.begin());
  return seed;
}

}  // namespace loyald::daemon

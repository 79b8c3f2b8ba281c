// SPDX-License-Identifier: Apache-2.0
#include "daemon/loyalctl/sales_bytes.h"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <string_view>

#include "sync/rpc/compression.h"

namespace loyald::loyalctl {
namespace {

constexpr std::size_t kPiece = 256 * 1024;
constexpr std::string_view kZstandardMagic = "\x28\xB5\x2F\xFD";

struct Close {
  void operator()(gzFile_s* file) const { gzclose(file); }
};
using File = std::unique_ptr<gzFile_s, Close>;

tl::unexpected<Error> too_large(const std::string& path, std::size_t limit) {
  return fail(Errc::resource_exhausted,
              path + " has more than " + std::to_string(limit) + " bytes uncompressed",
              "take the sales of fewer members, or of fewer days");
}

tl::unexpected<Error> unreadable(const std::string& path, gzFile_s* file) {
  int code = 0;
  const std::string why = gzerror(file, &code);
  if (code == Z_ERRNO) {
    return fail(Errc::not_found, "cannot read " + path + ": " + std::strerror(errno));
  }
  return fail(Errc::invalid_argument, path + " is damaged: " + why);
}

}  // namespace

Result<std::string> read_sales_bytes(const std::string& path, std::size_t limit) {
  errno = 0;
  // What is not gzip comes as it is.
  const File file(gzopen(path.c_str(), "rb"));
  if (file == nullptr) {
    return fail(Errc::not_found, "cannot open " + path + ": " + std::strerror(errno));
  }
  std::string bytes;
  while (true) {
    const std::size_t before = bytes.size();
    bytes.resize(before + kPiece);
    const int read = gzread(file.get(), bytes.data() + before, kPiece);
    bytes.resize(before + static_cast<std::size_t>(std::max(read, 0)));
    if (read < 0) return unreadable(path, file.get());
    if (bytes.size() > limit) return too_large(path, limit);
    if (read == 0) break;
  }
  // gzread() returns what there is of a file that is cut off, and says so only here.
  int code = Z_OK;
  gzerror(file.get(), &code);
  if (code != Z_OK && code != Z_STREAM_END) return unreadable(path, file.get());
  if (!bytes.starts_with(kZstandardMagic)) return bytes;
  auto text = rpc::zstd_decompress(bytes, limit);
  if (!text && text.error().code == Errc::resource_exhausted) return too_large(path, limit);
  if (!text) return fail(Errc::invalid_argument, path + " is damaged: " + text.error().message);
  return text;
}

}  // namespace loyald::loyalctl

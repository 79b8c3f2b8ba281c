// SPDX-License-Identifier: Apache-2.0
#include "daemon/signing_key_file.h"

#include <algorithm>
#include <filesystem>

#include "daemon/text_file.h"
#include "store/base/bytes.h"
#include "store/base/text.h"

namespace loyald::daemon {
namespace {

constexpr std::size_t kMaxKeyFileBytes = 200;

}  // namespace

Result<SigningSeed> read_or_make_signing_key(const std::string& path, Random& random) {
  SigningSeed seed{};
  if (!std::filesystem::exists(path)) {
    random.fill(seed);
    LOYALD_TRY(replace_file(path, to_hex(seed) + "\n"));
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

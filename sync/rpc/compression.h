// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "store/base/result.h"

namespace loyald::rpc {

// Bodies smaller than this are sent as they are: compressing them costs more than it saves.
inline constexpr std::size_t kCompressFrom = 1024;

// Zstandard (RFC 8878), the fast default level.
std::string zstd_compress(std::string_view bytes);

// At most `limit` bytes come out and no frame may ask for a window beyond 8 MiB (RFC
// 8878, 3.1.1.1.2 advises to support that much), so a small body cannot claim much memory. Errors:
// invalid_argument (not zstd, or cut off), resource_exhausted (more than `limit`).
Result<std::string> zstd_decompress(std::string_view bytes, std::size_t limit);

}  // namespace loyald::rpc

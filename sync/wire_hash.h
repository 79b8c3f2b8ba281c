// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "store/base/bytes.h"
#include "store/base/hash.h"

namespace loyald::sync {

// A hash as messages carry it: its 32 bytes. Nothing where there are more or fewer.
inline std::optional<Hash> hash_from_wire(std::string_view bytes) {
  Hash hash{};
  if (bytes.size() != hash.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

inline std::string to_wire(const Hash& hash) { return to_string(hash); }

}  // namespace loyald::sync

// SPDX-License-Identifier: Apache-2.0
#include "store/base/hash.h"

#include <sodium.h>

#include "store/base/bytes.h"

namespace loyald {

Hash sha256(std::string_view bytes) {
  Hash hash{};
  crypto_hash_sha256(hash.data(), as_bytes(bytes).data(), bytes.size());
  return hash;
}

}  // namespace loyald

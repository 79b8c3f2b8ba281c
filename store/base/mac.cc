// SPDX-License-Identifier: Apache-2.0
#include "store/base/mac.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <algorithm>
#include <string>

#include "store/base/bytes.h"
#include "store/base/check.h"
#include "store/base/hash.h"

namespace loyald {
namespace {

Hash hmac_sha256(std::string_view key, std::string_view bytes) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, as_bytes(key).data(), key.size());
  crypto_auth_hmacsha256_update(&state, as_bytes(bytes).data(), bytes.size());
  Hash mac{};
  crypto_auth_hmacsha256_final(&state, mac.data());
  return mac;
}

}  // namespace

Sha1Mac hmac_sha1(std::string_view key, std::string_view bytes) {
  Sha1Mac mac{};
  unsigned size = 0;
  CHECK(HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), as_bytes(bytes).data(),
             bytes.size(), mac.data(), &size) != nullptr);
  CHECK(size == mac.size());
  return mac;
}

void hkdf_sha256(std::string_view secret, std::string_view salt, std::string_view info,
                 std::span<std::uint8_t> out) {
  CHECK(out.size() <= 255 * sizeof(Hash));
  const std::string key = to_string(hmac_sha256(salt, secret));
  std::string block;
  std::uint8_t number = 0;
  while (!out.empty()) {
    block += info;
    block += static_cast<char>(++number);
    block = to_string(hmac_sha256(key, block));
    const std::size_t size = std::min(block.size(), out.size());
    std::copy_n(block.begin(), size, out.begin());
    out = out.subspan(size);
  }
}

bool is_same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace loyald

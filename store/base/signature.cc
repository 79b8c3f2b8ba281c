// SPDX-License-Identifier: Apache-2.0
#include "store/base/signature.h"

#include <sodium.h>

#include "store/base/bytes.h"
#include "store/base/check.h"

namespace loyald {
namespace {

static_assert(sizeof(SigningSeed) == crypto_sign_SEEDBYTES);
static_assert(sizeof(PublicKey) == crypto_sign_PUBLICKEYBYTES);
static_assert(sizeof(Signature) == crypto_sign_BYTES);

struct KeyPair {
  explicit KeyPair(const SigningSeed& seed) {
    CHECK(crypto_sign_seed_keypair(open.data(), secret.data(), seed.data()) == 0);
  }
  ~KeyPair() { sodium_memzero(secret.data(), secret.size()); }
  KeyPair(const KeyPair&) = delete;
  KeyPair& operator=(const KeyPair&) = delete;

  PublicKey open{};
  std::array<std::uint8_t, crypto_sign_SECRETKEYBYTES> secret{};
};

}  // namespace

PublicKey public_key_of(const SigningSeed& seed) { return KeyPair(seed).open; }

Signature sign(std::string_view bytes, const SigningSeed& seed) {
  const KeyPair key(seed);
  Signature signature{};
  CHECK(crypto_sign_detached(signature.data(), nullptr, as_bytes(bytes).data(), bytes.size(),
                             key.secret.data()) == 0);
  return signature;
}

bool is_signed(std::string_view bytes, const Signature& signature, const PublicKey& key) {
  return crypto_sign_verify_detached(signature.data(), as_bytes(bytes).data(), bytes.size(),
                                     key.data()) == 0;
}

}  // namespace loyald

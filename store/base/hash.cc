// SPDX-License-Identifier: Apache-2.0
#include "store/base/hash.h"

#include <openssl/evp.h>

#include <memory>

#include "store/base/check.h"

namespace loyald {

// OpenSSL's, because it uses the processor's instructions for it.
Hash sha256(std::string_view bytes) {
  // Looked up once, because that costs more than a short text's hash.
  static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> kSha256(
      EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free);
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(
      EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  Hash hash{};
  unsigned size = 0;
  CHECK(EVP_DigestInit_ex2(context.get(), kSha256.get(), nullptr) == 1);
  CHECK(EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) == 1);
  CHECK(EVP_DigestFinal_ex(context.get(), hash.data(), &size) == 1);
  CHECK(size == hash.size());
  return hash;
}

}  // namespace loyald

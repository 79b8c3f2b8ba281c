// SPDX-License-Identifier: Apache-2.0
#include "daemon/pin_hash.h"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "store/base/check.h"

namespace loyald::daemon {
namespace {

constexpr unsigned long long kOperations = 2;
constexpr std::size_t kMemoryBytes = std::size_t{32} * 1024 * 1024;

bool is_printable(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte > 0x20 && byte < 0x7f;
}

}  // namespace

Result<std::string> hash_pin(const std::string& pin) {
  CHECK(sodium_init() >= 0);
  if (pin.size() < kMinPinBytes || pin.size() > kMaxPinBytes ||
      !std::ranges::all_of(pin, is_printable)) {
    return fail(Errc::invalid_argument,
                "a PIN has " + std::to_string(kMinPinBytes) + " to " +
                    std::to_string(kMaxPinBytes) + " digits, letters or signs, without spaces",
                "choose another one");
  }
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str(hash.data(), pin.data(), pin.size(), kOperations, kMemoryBytes) != 0) {
    return fail(Errc::resource_exhausted, "there is not enough memory to hash the PIN",
                "try again");
  }
  return std::string(hash.data());
}

bool is_pin_hash(const std::string& text) {
  CHECK(sodium_init() >= 0);
  return text.size() < crypto_pwhash_STRBYTES &&
         crypto_pwhash_str_needs_rehash(text.c_str(), kOperations, kMemoryBytes) != -1;
}

bool is_pin_of(const std::string& hash, const std::string& pin) {
  CHECK(sodium_init() >= 0);
  return is_pin_hash(hash) && crypto_pwhash_str_verify(hash.c_str(), pin.data(), pin.size()) == 0;
}

}  // namespace loyald::daemon

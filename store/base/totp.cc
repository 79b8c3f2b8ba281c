// SPDX-License-Identifier: Apache-2.0
#include "store/base/totp.h"

#include "store/base/bytes.h"
#include "store/base/mac.h"

namespace loyald {

std::string totp(std::string_view key, std::int64_t slot) {
  std::string counter;
  append_u64be(counter, static_cast<std::uint64_t>(slot));
  const Sha1Mac mac = hmac_sha1(key, counter);
  // RFC 4226, 5.3: the last half byte says which 31 bits are taken.
  const std::size_t from = mac.back() & 0x0fU;
  std::uint32_t value = mac[from] & 0x7fU;
  for (std::size_t i = 1; i < 4; ++i) value = value << 8 | mac[from + i];
  std::string code(kTotpDigits, '0');
  for (std::size_t i = kTotpDigits; i > 0; --i, value /= 10) {
    code[i - 1] = static_cast<char>('0' + value % 10);
  }
  return code;
}

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#include "store/base/mac.h"

#include <doctest/doctest.h>

#include "store/base/bytes.h"
#include "store/base/totp.h"

namespace loyald {
namespace {

std::string bytes(std::string_view hex) { return *from_hex(hex); }

TEST_CASE("HMAC-SHA1: RFC 2202") {
  CHECK(to_hex(hmac_sha1(std::string(20, '\x0b'), "Hi There")) ==
        "b617318655057264e28bc0b6fb378c8ef146be00");
  CHECK(to_hex(hmac_sha1("Jefe", "what do ya want for nothing?")) ==
        "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

TEST_CASE("HKDF-SHA256: RFC 5869, A.1 to A.3") {
  const auto made = [](const std::string& secret, const std::string& salt, const std::string& info,
                       std::size_t size) {
    std::vector<std::uint8_t> out(size);
    hkdf_sha256(secret, salt, info, out);
    return to_hex(out);
  };
  const std::string secret(22, '\x0b');
  CHECK(made(secret, bytes("000102030405060708090a0b0c"), bytes("f0f1f2f3f4f5f6f7f8f9"), 42) ==
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  std::string long_secret;
  std::string long_salt;
  std::string long_info;
  for (int i = 0; i < 80; ++i) {
    long_secret += static_cast<char>(i);
    long_salt += static_cast<char>(0x60 + i);
    long_info += static_cast<char>(0xb0 + i);
  }
  CHECK(made(long_secret, long_salt, long_info, 82) ==
        "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e"
        "590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87");
  CHECK(made(secret, "", "", 42) ==
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST_CASE("TOTP with SHA-1: RFC 6238, appendix B") {
  struct Vector {
    std::int64_t seconds;
    std::string_view code;
  };
  for (const Vector& vector : {Vector{59, "94287082"}, Vector{1111111109, "07081804"},
                               Vector{1111111111, "14050471"}, Vector{1234567890, "89005924"},
                               Vector{2000000000, "69279037"}, Vector{20000000000, "65353130"}}) {
    CHECK(totp("12345678901234567890", totp_slot({vector.seconds * 1000})) == vector.code);
  }
}

TEST_CASE("secrets are compared whole") {
  CHECK(is_same_secret("", ""));
  CHECK(is_same_secret("12345678", "12345678"));
  CHECK_FALSE(is_same_secret("12345678", "12345679"));
  CHECK_FALSE(is_same_secret("02345678", "12345678"));
  CHECK_FALSE(is_same_secret("1234567", "12345678"));
}

}  // namespace
}  // namespace loyald

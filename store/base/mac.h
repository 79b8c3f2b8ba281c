// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

// Keyed hashes. Callable from any thread.
namespace loyald {

using Sha1Mac = std::array<std::uint8_t, 20>;

// HMAC-SHA1 (RFC 2104): what authenticators and wallets make their codes with.
Sha1Mac hmac_sha1(std::string_view key, std::string_view bytes);

// HKDF-SHA256 (RFC 5869): fills `out`, at most 8160 bytes, with what follows from `secret`, and
// differs for each `info`.
void hkdf_sha256(std::string_view secret, std::string_view salt, std::string_view info,
                 std::span<std::uint8_t> out);

// Whether the two are the same, taking as long where the first byte differs as where the last does.
bool is_same_secret(std::string_view a, std::string_view b);

}  // namespace loyald

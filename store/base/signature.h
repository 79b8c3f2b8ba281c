// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace loyald {

// Ed25519 (RFC 8032). A key is made of 32 random bytes, its seed, and kept as those; the same bytes
// signed again give the same signature. Callable from any thread.
using SigningSeed = std::array<std::uint8_t, 32>;
using PublicKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;

PublicKey public_key_of(const SigningSeed& seed);
Signature sign(std::string_view bytes, const SigningSeed& seed);
bool is_signed(std::string_view bytes, const Signature& signature, const PublicKey& key);

}  // namespace loyald

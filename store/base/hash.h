// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace loyald {

// SHA-256 (FIPS 180-4) of `bytes`.
using Hash = std::array<std::uint8_t, 32>;
Hash sha256(std::string_view bytes);

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "store/base/result.h"

namespace loyald {

using ByteView = std::span<const std::uint8_t>;

ByteView as_bytes(std::string_view text);
std::string to_string(ByteView bytes);

// Lower-case hexadecimal. from_hex takes both cases and nothing else.
std::string to_hex(ByteView bytes);
Result<std::string> from_hex(std::string_view text);

// Appends big-endian.
void append_u32be(std::string& out, std::uint32_t value);
void append_u64be(std::string& out, std::uint64_t value);

}  // namespace loyald

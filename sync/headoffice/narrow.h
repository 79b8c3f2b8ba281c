// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace loyald {

// JSON shows 64-bit numbers as texts, so the reports' numbers have 32 bits: the nearest that they
// can hold.
template <class Number>
std::int32_t narrow(Number value) {
  using Wide = std::conditional_t<std::is_signed_v<Number>, std::int64_t, std::uint64_t>;
  constexpr auto kMost = static_cast<Wide>(std::numeric_limits<std::int32_t>::max());
  if (static_cast<Wide>(value) > kMost) return std::numeric_limits<std::int32_t>::max();
  if constexpr (std::is_signed_v<Number>) {
    return static_cast<std::int32_t>(
        std::max<std::int64_t>(value, std::numeric_limits<std::int32_t>::min()));
  }
  return static_cast<std::int32_t>(value);
}

}  // namespace loyald

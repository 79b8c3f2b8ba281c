// SPDX-License-Identifier: Apache-2.0
#include "store/base/random.h"

#include <sodium.h>

#include <array>

#include "store/base/check.h"

namespace loyald {

std::uint64_t Random::next() {
  std::array<std::uint8_t, 8> bytes{};
  fill(bytes);
  std::uint64_t value = 0;
  for (std::uint8_t byte : bytes) value = value << 8 | byte;
  return value;
}

std::uint64_t Random::below(std::uint64_t bound) {
  CHECK(bound > 0);
  // Values past the last whole multiple of bound would favour the small results.
  const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
  while (true) {
    if (const std::uint64_t value = next(); value < limit) return value % bound;
  }
}

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
  randombytes_buf(bytes.data(), bytes.size());
}

void SeededRandom::fill(std::span<std::uint8_t> bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i % 8 == 0) {
      state_ += 0x9e3779b97f4a7c15U;
      value = state_;
      value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9U;
      value = (value ^ (value >> 27)) * 0x94d049bb133111ebU;
      value ^= value >> 31;
    }
    bytes[i] = static_cast<std::uint8_t>(value >> (8 * (i % 8)));
  }
}

}  // namespace loyald

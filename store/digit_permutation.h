// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>

namespace loyald {

using PermutationKey = std::array<std::uint8_t, 32>;

// So many digits fit 64 bits.
inline constexpr int kMostPermutedDigits = 18;

// A secret order of all numbers of so many decimal digits: each place of a counter has one number
// and each number one place, and whoever knows some of them but not the key can tell no other. A
// Feistel network over decimal digits, as FF1 of NIST SP 800-38G has it, with SHA-256 over the key
// for its round function. Fewer than six digits are mixed as well, but there are few to guess.
// Immutable; may be used from any thread.
class DigitPermutation {
 public:
  // 1 to kMostPermutedDigits digits.
  DigitPermutation(const PermutationKey& key, int digits);

  // How many numbers there are.
  std::uint64_t size() const { return left_size_ * right_size_; }
  // Both take and return what is below size(), and undo each other.
  std::uint64_t number_at(std::uint64_t place) const;
  std::uint64_t place_of(std::uint64_t number) const;

 private:
  std::uint64_t mixed(int round, std::uint64_t half) const;

  PermutationKey key_;
  std::uint64_t left_size_ = 1;
  std::uint64_t right_size_ = 1;
};

}  // namespace loyald

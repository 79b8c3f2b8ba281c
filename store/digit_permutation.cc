// SPDX-License-Identifier: Apache-2.0
#include "store/digit_permutation.h"

#include "store/base/bytes.h"
#include "store/base/check.h"
#include "store/base/hash.h"

namespace loyald {
namespace {

constexpr int kRounds = 10;

std::uint64_t power_of_ten(int digits) {
  std::uint64_t power = 1;
  for (int i = 0; i < digits; ++i) power *= 10;
  return power;
}

}  // namespace

DigitPermutation::DigitPermutation(const PermutationKey& key, int digits)
    : key_(key),
      left_size_(power_of_ten(digits / 2)),
      right_size_(power_of_ten(digits - digits / 2)) {
  CHECK(digits >= 1 && digits <= kMostPermutedDigits);
}

std::uint64_t DigitPermutation::mixed(int round, std::uint64_t half) const {
  std::string words(key_.begin(), key_.end());
  append_u64be(words, size());
  append_u32be(words, static_cast<std::uint32_t>(round));
  append_u64be(words, half);
  const Hash hash = sha256(words);
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < sizeof(value); ++i) value = value << 8U | hash[i];
  return value;
}

// Even rounds move the left half, odd ones the right: each by what the other half says.
std::uint64_t DigitPermutation::number_at(std::uint64_t place) const {
  CHECK(place < size());
  std::uint64_t left = place / right_size_;
  std::uint64_t right = place % right_size_;
  for (int round = 0; round < kRounds; ++round) {
    if (round % 2 == 0) {
      left = (left + mixed(round, right) % left_size_) % left_size_;
    } else {
      right = (right + mixed(round, left) % right_size_) % right_size_;
    }
  }
  return left * right_size_ + right;
}

std::uint64_t DigitPermutation::place_of(std::uint64_t number) const {
  CHECK(number < size());
  std::uint64_t left = number / right_size_;
  std::uint64_t right = number % right_size_;
  for (int round = kRounds; round-- > 0;) {
    if (round % 2 == 0) {
      left = (left + left_size_ - mixed(round, right) % left_size_) % left_size_;
    } else {
      right = (right + right_size_ - mixed(round, left) % right_size_) % right_size_;
    }
  }
  return left * right_size_ + right;
}

}  // namespace loyald

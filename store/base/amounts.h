// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <optional>

namespace loyald {

// Money in minor units (cents) of the programme's one currency.
struct Money {
  std::int64_t minor = 0;
  friend auto operator<=>(const Money&, const Money&) = default;
};

// How much of a unit: whole steps (points, stamps, cents of cashback).
using Quantity = std::int64_t;

// The largest amount of one line, basket, reward or adjustment, in minor units or steps. Every
// input is held to it, so that sums of a basket and products with a rate stay far inside 64 bits.
inline constexpr std::int64_t kMaxAmount = 2'000'000'000;

// Nothing where the result does not fit.
inline std::optional<std::int64_t> checked_add(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return std::nullopt;
  return sum;
}
inline std::optional<std::int64_t> checked_mul(std::int64_t a, std::int64_t b) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) return std::nullopt;
  return product;
}

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/base/amounts.h"

namespace loyald::programme {

// A line of a basket as the register sold it. Checked at the edge: amount 0 … kMaxAmount, quantity
// 0 … kMaxAmount.
struct BasketLine {
  std::string sku;
  std::string category;
  std::string department;
  std::string brand;
  std::vector<std::string> tags;
  std::int64_t quantity = 1;  // pieces, grams, millilitres
  Money amount;               // the whole line, tax included, after the register's own discounts
  std::optional<Money> list_amount = std::nullopt;  // before them, amount or more; nothing: amount
  int tax_rate = 0;  // in amount, in basis points of the price without it; 0 … 10,000
  friend bool operator==(const BasketLine&, const BasketLine&) = default;
};

inline constexpr int kMaxTaxRate = 10'000;
inline constexpr std::size_t kMaxBasketLines = 500;
inline constexpr std::size_t kMaxRewardChoices = 20;

struct Basket {
  std::vector<BasketLine> lines;
  friend bool operator==(const Basket&, const Basket&) = default;
};

// A reward the cashier asked for. Points as money: units to spend, 0 = as many as possible. Amount
// off: how many times, 0 = once.
struct RewardChoice {
  std::string reward;
  Quantity quantity = 0;
  friend bool operator==(const RewardChoice&, const RewardChoice&) = default;
};

}  // namespace loyald::programme

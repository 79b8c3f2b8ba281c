// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "store/base/random.h"
#include "store/programme/basket.h"

namespace loyald::bench {

// Like a supermarket's: one to six lines.
inline programme::Basket supermarket_basket(Random& random) {
  programme::Basket basket;
  for (std::uint64_t line = random.below(6) + 1; line > 0; --line) {
    programme::BasketLine& each = basket.lines.emplace_back();
    each.sku = "40063813" + std::to_string(random.below(90'000) + 10'000);
    each.department = "D" + std::to_string(random.below(20));
    each.amount = {static_cast<std::int64_t>(random.below(2'000))};
  }
  return basket;
}

}  // namespace loyald::bench

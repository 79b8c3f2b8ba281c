// SPDX-License-Identifier: Apache-2.0
#include "tests/bench/sold.h"

#include "tests/bench/basket.h"
#include "tests/support/doctest.h"

namespace loyald::bench {

void sell(testing::Shop& shop, Random& random, std::size_t entries, Timestamp& now) {
  std::size_t made = 0;
  while (made < entries) {
    Store::Batch batch(shop.store());
    for (int i = 0; i < 500 && made < entries; ++i, ++made) {
      const Identifier card{IdentifierKind::card, "42" + std::to_string(random.below(kMembers))};
      const CheckoutRequest request{shop.origin(), card, supermarket_basket(random), {}};
      now = now + std::chrono::seconds(3);
      CHECK(batch.run([&] { return shop.store().checkout({now, testing::kToday}, request); }));
    }
    batch.commit();
  }
}

}  // namespace loyald::bench

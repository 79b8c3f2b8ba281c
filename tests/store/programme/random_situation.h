// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <doctest/doctest.h>

#include "store/base/random.h"
#include "store/programme/evaluate.h"

// Small programmes, wallets and baskets, made so that the interesting cases meet often: equal
// lines, empty wallets, lots that expire today, rewards worth more than the basket.
namespace loyald::programme {

// Runs `test` with `count` seeds. A failed check prints its seed.
template <class Test>
void for_each_seed(std::uint64_t count, Test test) {
  for (std::uint64_t seed = 0; seed < count; ++seed) {
    INFO("seed ", seed);
    SeededRandom random(seed);
    test(random);
  }
}

// Uniform in [least, most].
std::int64_t between(Random& random, std::int64_t least, std::int64_t most);
bool one_in(Random& random, std::uint64_t odds);

inline constexpr Date kToday{20'000};

Wallet random_wallet(Random& random, const std::string& unit);
BasketLine random_line(Random& random);
EarnRule random_rule(Random& random, const std::string& id);
Programme random_programme(Random& random);
Situation random_situation(Random& random, const Programme& programme);

}  // namespace loyald::programme

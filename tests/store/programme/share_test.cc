// SPDX-License-Identifier: Apache-2.0
#include "store/programme/share.h"

#include <doctest/doctest.h>

#include <numeric>

#include "tests/store/programme/naive_model.h"
#include "tests/store/programme/random_situation.h"

namespace loyald::programme {
namespace {

using Numbers = std::vector<std::int64_t>;

std::int64_t sum(const Numbers& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), std::int64_t{0});
}

Numbers random_weights(Random& random, std::int64_t most) {
  Numbers weights;
  for (std::int64_t i = between(random, 1, 12); i > 0; --i) {
    weights.push_back(one_in(random, 4) ? 0 : between(random, 0, most));
  }
  return weights;
}

TEST_CASE("the parts add up, stay within one of the exact share, and never exceed their weight") {
  for_each_seed(3000, [](Random& random) {
    const Numbers weights = random_weights(random, one_in(random, 2) ? 9 : kMaxAmount);
    const std::int64_t all = sum(weights);
    if (all == 0) return;
    const std::int64_t total = between(random, 0, all);
    const Numbers parts = share(total, weights);
    CHECK_EQ(sum(parts), total);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const std::int64_t floor = portion(total, weights[i], all);
      CHECK_GE(parts[i], floor);
      CHECK_LE(parts[i], floor + 1);
      CHECK_LE(parts[i], weights[i]);
      if (weights[i] == 0) CHECK_EQ(parts[i], 0);
    }
  });
}

TEST_CASE("a larger weight never gets less, and among equals the earlier place gets more") {
  for_each_seed(2000, [](Random& random) {
    const Numbers weights = random_weights(random, 9);
    if (sum(weights) == 0) return;
    const Numbers parts = share(between(random, 0, 200), weights);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      for (std::size_t j = i + 1; j < parts.size(); ++j) {
        if (weights[i] >= weights[j]) CHECK_GE(parts[i], parts[j]);
        if (weights[i] < weights[j]) CHECK_LE(parts[i], parts[j]);
      }
    }
  });
}

TEST_CASE("share agrees with counting out") {
  for_each_seed(2000, [](Random& random) {
    const Numbers weights = random_weights(random, 60);
    if (sum(weights) == 0) return;
    const std::int64_t total = between(random, 0, 500);
    CHECK_EQ(share(total, weights), naive::share(total, weights));
  });
}

TEST_CASE("share at its limits") {
  CHECK_EQ(share(0, Numbers{}), Numbers{});
  CHECK_EQ(share(0, Numbers{0, 0}), Numbers{0, 0});
  CHECK_EQ(share(10, Numbers{1, 1, 1}), Numbers{4, 3, 3});
  CHECK_EQ(share(INT64_MAX, Numbers{INT64_MAX, INT64_MAX}),
           Numbers{INT64_MAX / 2 + 1, INT64_MAX / 2});
  CHECK_EQ(share(INT64_MAX, Numbers(3, INT64_MAX))[2], INT64_MAX / 3);
}

TEST_CASE("portions telescope: parts returned one after another add up to the whole") {
  for_each_seed(2000, [](Random& random) {
    const std::int64_t total = between(random, 0, one_in(random, 2) ? 20 : INT64_MAX - 1);
    const std::int64_t all = between(random, 1, one_in(random, 2) ? 9 : kMaxAmount);
    std::int64_t done = 0;
    std::int64_t given = 0;
    while (done < all) {
      const std::int64_t next = done + between(random, 1, std::min(all - done, all / 4 + 1));
      const std::int64_t part = portion(total, next, all) - portion(total, done, all);
      CHECK_GE(part, 0);
      given += part;
      done = next;
    }
    CHECK_EQ(given, total);
    CHECK_EQ(portion(total, 0, all), 0);
  });
  CHECK_EQ(portion(10, 1, 3), 3);
  CHECK_EQ(portion(10, 2, 3), 6);
  CHECK_EQ(portion(INT64_MAX, INT64_MAX, INT64_MAX), INT64_MAX);
}

}  // namespace
}  // namespace loyald::programme

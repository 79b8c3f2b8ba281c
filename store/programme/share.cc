// SPDX-License-Identifier: Apache-2.0
#include "store/programme/share.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include "store/base/check.h"

namespace loyald::programme {
namespace {

// Room for the product of any two amounts and for the sum of any number of them.
using Wide = __int128;

std::int64_t narrow(Wide value) {
  CHECK(value >= 0 && value <= Wide{INT64_MAX});
  return static_cast<std::int64_t>(value);
}

}  // namespace

std::vector<std::int64_t> share(std::int64_t total, std::span<const std::int64_t> weights) {
  CHECK(total >= 0);
  CHECK(
      std::all_of(weights.begin(), weights.end(), [](std::int64_t weight) { return weight >= 0; }));
  const Wide all = std::accumulate(weights.begin(), weights.end(), Wide{0});
  std::vector<std::int64_t> parts(weights.size(), 0);
  if (all == 0) {
    CHECK(total == 0);
    return parts;
  }

  std::vector<Wide> remainders(weights.size());
  std::int64_t left = total;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] == 0) continue;  // most lines of most rules; wide divisions are slow
    const Wide product = Wide{total} * weights[i];
    parts[i] = narrow(product / all);
    remainders[i] = product % all;
    left -= parts[i];
  }

  std::vector<std::size_t> order(weights.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return remainders[a] > remainders[b]; });
  // The remainders add up to left * all and each is below all, so more places than `left` have one:
  // whoever gets one more had a broken share, and weight 0 gets nothing.
  for (std::size_t i = 0; left > 0; ++i, --left) ++parts[order[i]];
  return parts;
}

std::int64_t portion(std::int64_t total, std::int64_t done, std::int64_t all) {
  CHECK(total >= 0 && all > 0 && done >= 0 && done <= all);
  return narrow(Wide{total} * done / all);
}

}  // namespace loyald::programme

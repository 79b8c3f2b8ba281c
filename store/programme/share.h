// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace loyald::programme {

// Splits `total` over `weights` by largest remainder (Hamilton): every part is the floor of its
// exact share, and the units left over go to the largest remainders, the earlier place first among
// equals. The parts add up to `total`; a part never exceeds its weight where total <= sum of
// weights; weight 0 gets 0. total >= 0, weights >= 0; where all weights are 0, total must be 0.
// Products are taken in 128 bits, so nothing overflows.
std::vector<std::int64_t> share(std::int64_t total, std::span<const std::int64_t> weights);

// How much of `total` belongs to `done` of `all` parts: floor(total * done / all), and `total` when
// done == all. 0 <= done <= all, all > 0, total >= 0. For returns: the last part takes the
// remainder.
std::int64_t portion(std::int64_t total, std::int64_t done, std::int64_t all);

}  // namespace loyald::programme

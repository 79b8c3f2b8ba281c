// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "tests/sync/support/shop.h"

namespace loyald::bench {

inline constexpr std::uint64_t kMembers = 2'000;

// So many sales to kMembers cards, one every three seconds from `now` on, which is later then.
void sell(testing::Shop& shop, Random& random, std::size_t entries, Timestamp& now);

}  // namespace loyald::bench

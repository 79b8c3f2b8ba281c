// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proto/loyald/v1/programme.pb.h"
#include "store/programme_place.h"

// Limits that rules, groups and rewards have alike. Their counters are units of `known` with
// counter = true. Pure, callable from any thread.
namespace loyald {

inline constexpr std::size_t kMaxStoreShares = 10'000;  // of one quota or instant win

Result<programme::Cap> read_cap(const v1::Cap& from, const programme::Programme& known,
                                const Place& place);
Result<programme::Quota> read_quota(const v1::Quota& from, const programme::Programme& known,
                                    const Place& place);

// A counter counts for one purpose, or its sum would mean nothing: refuses one that is used twice,
// over rules, groups, rewards and tiers.
Result<void> check_counters(const programme::Programme& programme, const Place& place);

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sync/headoffice/visits.h"

// Where an owner of wallets is at home: those stores are granted what nobody holds of their units,
// so that it can be spent there with the line down. Pure, callable from any thread.
namespace loyald {

// Fewer visits say nothing yet.
inline constexpr std::int64_t kLeastVisits = 2;
// A store with so many of a hundred visits is the only home.
inline constexpr std::int64_t kDominantPercent = 60;
// Otherwise so many of the most visited share.
inline constexpr std::size_t kMostHomes = 2;

// A store's share of what there is: share / of.
struct HomeStore {
  StoreId store = 0;
  std::int64_t share = 0;
  std::int64_t of = 1;
};

// `visits`: the most visited first.
std::vector<HomeStore> home_stores(const std::vector<StoreVisits>& visits);

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/home_stores.h"

namespace loyald {

std::vector<HomeStore> home_stores(const std::vector<StoreVisits>& visits) {
  std::int64_t all = 0;
  for (const StoreVisits& each : visits) all += each.visits;
  if (all < kLeastVisits) return {};
  if (visits.front().visits * 100 >= all * kDominantPercent) {
    return {{visits.front().store, 1, 1}};
  }
  std::vector<HomeStore> homes;
  for (const StoreVisits& each : visits) {
    if (homes.size() == kMostHomes) break;
    homes.push_back({each.store, each.visits, all});
  }
  return homes;
}

}  // namespace loyald

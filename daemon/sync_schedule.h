// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>

#include "store/base/ids.h"

namespace loyald::daemon {

// When a store that talks to head office at night only does so: once in a window that begins at a
// time of its local day. Stores are spread over the window, each night anew, by a hash of store and
// day: thousands that began at the same minute would wait for each other.
struct NightlyWindow {
  std::chrono::minutes from{0};  // after midnight
  std::chrono::minutes length{60};
};

// The store's next slot after `now`; `utc_offset` is what its local clock is ahead of UTC. Pure.
Timestamp next_slot(const NightlyWindow& window, StoreId store, Timestamp now,
                    std::chrono::seconds utc_offset);

// What this machine's local time is ahead of UTC at that moment.
std::chrono::seconds local_utc_offset(Timestamp at);

}  // namespace loyald::daemon

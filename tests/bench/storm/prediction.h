// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "tests/bench/storm/night_round.h"

namespace loyald::bench {

// Head office as a queue: what is in it is taken out together, as its books' thread does, and takes
// as long as its entries at this capacity; who finds so many waiting is sent away.
struct QueueModel {
  double entries_per_second = 0;
  std::size_t most_waiting = 0;
  std::size_t lines = 0;
  int calls = 1;  // of a session; each takes its share of the session's time
};

// The same stores, with as many entries and wanting to begin at the same times, with the agents'
// own Backoff.
std::vector<Session> predict(const QueueModel& model, const std::vector<Session>& measured);

}  // namespace loyald::bench

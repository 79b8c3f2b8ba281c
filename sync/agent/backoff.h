// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>

#include "store/base/random.h"
#include "store/base/time.h"

namespace loyald {

// When to try again after failures: uniformly within a span that doubles with each failure in a row
// (full jitter: stores that failed together must not come back together). Belongs to one thread.
class Backoff {
 public:
  static constexpr std::chrono::seconds kFirst{5};
  static constexpr std::chrono::seconds kMost{900};
  // A longer Retry-After is cut to this, so that no answer can silence a store.
  static constexpr std::chrono::seconds kMostAsked{3600};

  explicit Backoff(Random& random) : random_(random) {}

  // Waits what the other end asked for, and the jittered span on top.
  void failed(Timestamp now, std::optional<std::chrono::seconds> retry_after);
  void wait(Timestamp now, std::chrono::milliseconds span);
  void succeeded();
  // Nothing where one may try at `now`. A clock that was set back ends the wait: it must not become
  // as long as the clock was wrong.
  std::optional<Timestamp> waiting_until(Timestamp now) const;

 private:
  Random& random_;
  int failures_ = 0;
  Timestamp since_;
  Timestamp until_;
};

}  // namespace loyald

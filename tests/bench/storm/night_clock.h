// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <chrono>

#include "store/base/clock.h"

namespace loyald::bench {

// This machine's clock, so many days later: one night follows the other at once.
class NightClock final : public Clock {
 public:
  Timestamp now() const override { return system_.now() + std::chrono::hours(24 * days_.load()); }
  Timestamp steady() const override { return system_.steady(); }
  Date local_date() const override { return day_of(now()); }
  void next_day() { ++days_; }

 private:
  SystemClock system_;
  std::atomic<int> days_{0};
};

}  // namespace loyald::bench

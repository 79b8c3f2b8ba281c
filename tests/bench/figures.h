// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <vector>

namespace loyald::bench {

// Durations of one kind of operation, in nanoseconds.
class Figures {
 public:
  template <class Call>
  auto measure(Call&& call) {
    const auto began = std::chrono::steady_clock::now();
    auto result = call();
    add(std::chrono::steady_clock::now() - began);
    return result;
  }
  void add(std::chrono::nanoseconds duration) { durations_.push_back(duration.count()); }

  std::int64_t percentile(int percent) {
    std::sort(durations_.begin(), durations_.end());
    return durations_[(durations_.size() - 1) * static_cast<std::size_t>(percent) / 100];
  }
  // "name   n   p50 µs   p99 µs   max µs"
  void print(const char* name) {
    const auto us = [](std::int64_t ns) { return static_cast<double>(ns) / 1000; };
    std::printf("%-44s %7zu  %9.1f  %9.1f  %9.1f\n", name, durations_.size(), us(percentile(50)),
                us(percentile(99)), us(percentile(100)));
  }
  static void print_heading() {
    std::printf("%-44s %7s  %9s  %9s  %9s\n", "", "n", "p50 us", "p99 us", "max us");
  }

 private:
  std::vector<std::int64_t> durations_;
};

}  // namespace loyald::bench

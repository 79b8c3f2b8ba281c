// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

namespace loyald {

// Where a calculation may run while its caller goes on: starts a task, and returns what waits for
// its end and throws what it threw. Whoever has it calls it at most once; what the task uses lives
// until it is gone, which waits for the end as well. A daemon has another thread for that; the core
// itself starts none.
using Aside = std::function<std::function<void()>(std::function<void()> task)>;

// No other place.
inline std::function<void()> run_at_once(const std::function<void()>& task) {
  task();
  return [] {};
}

}  // namespace loyald

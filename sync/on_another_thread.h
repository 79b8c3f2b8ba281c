// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <future>
#include <utility>

#include "store/base/aside.h"

namespace loyald {

// An Aside: a thread for each task; where there are none left, whoever waits runs it. Letting go of
// what waits for a thread waits, too.
inline std::function<void()> on_another_thread(std::function<void()> task) {
  constexpr auto kThreadIfThereIs = std::launch::async | std::launch::deferred;
  const std::shared_future<void> done = std::async(kThreadIfThereIs, std::move(task));
  return [done] { done.get(); };
}

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <future>
#include <utility>

#include "store/base/aside.h"

namespace loyald {

// An Aside: a thread for each task. Letting go of what waits for it waits, too.
inline std::function<void()> on_another_thread(std::function<void()> task) {
  const std::shared_future<void> done = std::async(std::launch::async, std::move(task));
  return [done] { done.get(); };
}

}  // namespace loyald

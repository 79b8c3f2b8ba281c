// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "store/base/result.h"
#include "store/base/time.h"
#include "store/identifiers.h"

namespace loyald::daemon {

// A customer shows their phone when the sale begins and pays minutes later.
inline constexpr std::chrono::minutes kCodeKept(15);
inline constexpr std::size_t kMostCodesKept = 4096;

// Which rotating codes were shown at which register, and when: there they stay good until the
// customer has paid, and nowhere else. In memory alone: after a restart of the daemon the customer
// shows a fresh one. Belongs to the I/O thread.
class CodesShown {
 public:
  // Says in `who` when its rotating code was first shown; does nothing for everything else, and
  // where no register is named. permission_denied: it was shown at another register.
  Result<void> note(Identifier& who, const std::string& register_id, Timestamp now);

 private:
  struct Shown {
    std::string register_id;
    Timestamp at;
  };
  std::map<std::string, Shown> shown_;  // by the code's text
};

}  // namespace loyald::daemon

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <vector>

#include "proto/loyald/v1/register.pb.h"

namespace loyald::daemon {

// What a daemon's log says of its status: each thing once, when it begins and when it is over,
// however often the status changes meanwhile. For one thread.
class StatusLog {
 public:
  struct Line {
    bool is_warning = false;
    std::string text;
  };
  // What is news since the last call.
  std::vector<Line> news(const v1::StatusResponse& status);

 private:
  v1::HeadOfficeLink::State link_ = v1::HeadOfficeLink::STATE_UNSPECIFIED;
  std::set<std::string> problems_;
};

}  // namespace loyald::daemon

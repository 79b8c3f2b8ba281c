// SPDX-License-Identifier: Apache-2.0
#include "daemon/status_log.h"

#include <utility>

namespace loyald::daemon {

std::vector<StatusLog::Line> StatusLog::news(const v1::StatusResponse& status) {
  std::vector<Line> lines;
  const v1::HeadOfficeLink& link = status.head_office();
  if (link.state() != link_) {
    link_ = link.state();
    if (link_ == v1::HeadOfficeLink::AWAY) {
      lines.push_back({true, "head office is out of reach; " + std::to_string(link.waiting()) +
                                 " entries wait for it"});
    } else if (link_ == v1::HeadOfficeLink::CONNECTED) {
      lines.push_back({false, "head office answers"});
    }
  }
  std::set<std::string> problems(status.problems().begin(), status.problems().end());
  for (const std::string& problem : problems_) {
    if (!problems.contains(problem)) lines.push_back({false, "over: " + problem});
  }
  for (const std::string& problem : problems) {
    if (!problems_.contains(problem)) lines.push_back({true, problem});
  }
  problems_ = std::move(problems);
  return lines;
}

}  // namespace loyald::daemon

// SPDX-License-Identifier: Apache-2.0
#include "daemon/status_log.h"

#include <doctest/doctest.h>

namespace loyald::daemon {
namespace {

v1::StatusResponse status(v1::HeadOfficeLink::State link, int waiting,
                          const std::vector<std::string>& problems) {
  v1::StatusResponse status;
  status.mutable_head_office()->set_state(link);
  status.mutable_head_office()->set_waiting(waiting);
  for (const std::string& problem : problems) status.add_problems(problem);
  return status;
}

std::string text(const std::vector<StatusLog::Line>& lines) {
  std::string text;
  for (const StatusLog::Line& line : lines) {
    text += (line.is_warning ? "W " : "I ") + line.text + "\n";
  }
  return text;
}

TEST_CASE("the log says when a problem begins and when it is over, and nothing between") {
  StatusLog log;
  CHECK(text(log.news(status(v1::HeadOfficeLink::NONE, 0, {}))) == "");
  CHECK(text(log.news(status(v1::HeadOfficeLink::NONE, 0, {"No scanner."}))) == "W No scanner.\n");
  CHECK(text(log.news(status(v1::HeadOfficeLink::NONE, 0, {"No scanner.", "Disk full."}))) ==
        "W Disk full.\n");
  CHECK(text(log.news(status(v1::HeadOfficeLink::NONE, 0, {"Disk full."}))) ==
        "I over: No scanner.\n");
  CHECK(text(log.news(status(v1::HeadOfficeLink::NONE, 0, {"No scanner."}))) ==
        "I over: Disk full.\nW No scanner.\n");
}

TEST_CASE("each sale without head office is no news") {
  StatusLog log;
  CHECK(text(log.news(status(v1::HeadOfficeLink::AWAY, 1, {}))) ==
        "W head office is out of reach; 1 entries wait for it\n");
  CHECK(text(log.news(status(v1::HeadOfficeLink::AWAY, 2, {}))) == "");
  CHECK(text(log.news(status(v1::HeadOfficeLink::CONNECTED, 0, {}))) == "I head office answers\n");
}

}  // namespace
}  // namespace loyald::daemon

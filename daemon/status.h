// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "daemon/batch_loop.h"
#include "daemon/book_reader.h"
#include "daemon/hotkeys.h"
#include "daemon/scan_sources.h"
#include "daemon/settings.h"
#include "proto/loyald/v1/register.pb.h"
#include "store/base/clock.h"

namespace loyald::daemon {

// The store's own state, for registers and people. Belongs to the I/O thread.
class StoreStatus {
 public:
  struct Parts {
    const DaemonSettings& settings;
    BookReader& reader;
    const Clock& clock;
    const ScanSources& scanners;
    const Hotkeys& hotkeys;
    std::function<BatchLoop::Pulse()> pulse;
    std::function<std::vector<std::string>()> problems;  // of the other parts
  };

  // What `parts` names must outlive this.
  explicit StoreStatus(Parts parts) : parts_(std::move(parts)) {}

  Result<v1::StatusResponse> response();
  // The response, where something that a cashier should see at once is no longer as it was when
  // this was called last: the link to head office, a problem, the programme.
  std::optional<v1::StatusResponse> changed();

 private:
  Result<v1::StatusResponse> read_books();
  std::vector<std::string> problems(const v1::StatusResponse& response);
  std::int32_t members(Books& books);

  Parts parts_;
  std::string shown_;
  std::int32_t members_ = 0;
  std::optional<Timestamp> count_members_at_;  // steady
};

}  // namespace loyald::daemon

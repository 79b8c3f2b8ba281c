// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "store/base/clock.h"
#include "tests/daemon/support/head_office_thread.h"
#include "tests/support/temporary_directory.h"

namespace loyald::daemon::testing {

// A head office's daemon in this process, which knows the stores 1 and 2.
class RunningHeadOffice {
 public:
  RunningHeadOffice();
  ~RunningHeadOffice();

  // On the same port as before.
  void start();
  void stop();
  // Publishes the programme of RunningDaemon.
  void publish();
  // What a store's configuration needs to sync here, or with something that never answers.
  std::string link_config(int store) const;
  std::string silent_link_config(int store) const;

 private:
  loyald::testing::TemporaryDirectory directory_;
  SystemClock clock_;
  std::uint16_t port_ = 0;
  int silent_ = -1;
  std::uint16_t silent_port_ = 0;
  std::unique_ptr<HeadOfficeThread> thread_;
};

}  // namespace loyald::daemon::testing

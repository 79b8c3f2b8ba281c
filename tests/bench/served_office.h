// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "proto/loyald/v1/sync.pb.h"
#include "store/base/clock.h"
#include "sync/rpc/connect_client.h"
#include "tests/daemon/support/head_office_thread.h"

namespace loyald::bench {

// Head office's daemon on a thread of its own, for one store that has opened its journal there.
class ServedOffice {
 public:
  // In a state directory of its own, or on PostgreSQL, where its words are not empty; for whom it
  // is always `now`. Throws std::runtime_error where it does not start.
  ServedOffice(const std::string& directory, const std::string& postgres, Timestamp now,
               const v1::OpenRequest& open);

  // Posted over HTTP on this machine, as the store's daemon does.
  Result<v1::PushResponse> push(const v1::PushRequest& request);

 private:
  class StandingClock final : public Clock {
   public:
    explicit StandingClock(Timestamp now) : now_(now) {}
    Timestamp now() const override { return now_; }
    Timestamp steady() const override { return system_.steady(); }
    Date local_date() const override { return day_of(now_); }

   private:
    Timestamp now_;
    SystemClock system_;
  };

  StandingClock clock_;
  daemon::testing::HeadOfficeThread thread_;
  rpc::HttpClient http_;
  rpc::ConnectClient client_;
};

}  // namespace loyald::bench

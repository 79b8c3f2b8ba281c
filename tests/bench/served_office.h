// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "daemon/headoffice_daemon.h"
#include "proto/loyald/v1/sync.pb.h"
#include "store/base/clock.h"
#include "sync/rpc/connect_client.h"

namespace loyald::bench {

// Head office's daemon on a thread of its own, for one store that has opened its journal there.
class ServedOffice {
 public:
  // In a state directory of its own, or on PostgreSQL, where its words are not empty; for whom it
  // is always `now`. Throws std::runtime_error where it does not start.
  ServedOffice(const std::string& directory, const std::string& postgres, Timestamp now,
               const v1::OpenRequest& open);
  ~ServedOffice();
  ServedOffice(const ServedOffice&) = delete;
  ServedOffice& operator=(const ServedOffice&) = delete;

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
  boost::asio::io_context io_;
  std::unique_ptr<daemon::HeadOfficeDaemon> daemon_;
  std::thread thread_;
  rpc::HttpClient http_;
  std::optional<rpc::ConnectClient> client_;
};

}  // namespace loyald::bench

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string>

#include "store/base/clock.h"
#include "store/base/ids.h"
#include "sync/certificates/stated.h"
#include "sync/rpc/connect_client.h"

namespace loyald::daemon {

// A store's certificate is renewed when two thirds of its time are over.
bool is_renewal_due(const certificates::Stated& certificate, Timestamp now);

// An enrolled store's certificate, in its state directory: looked at every hour (where it cannot be
// read, every minute), and renewed with head office when it is due. Belongs to the I/O thread.
class StoreCertificate {
 public:
  static constexpr std::chrono::hours kLookedAtEvery{1};
  static constexpr std::chrono::minutes kWhileUnreadable{1};

  // Whether there is one in the state directory.
  static bool is_in(const std::string& state_directory);

  // All must outlive this; `client` shows the certificate.
  StoreCertificate(boost::asio::io_context& io, const Clock& clock, std::string state_directory,
                   StoreId store, const rpc::ConnectClient& client);
  StoreCertificate(const StoreCertificate&) = delete;
  StoreCertificate& operator=(const StoreCertificate&) = delete;

  // Looks now, and from now on.
  void start();
  void stop();
  // What a person must look at; empty where nothing.
  const std::string& problem() const { return problem_; }

 private:
  // The answer to a renewal may come when this is gone.
  struct Alive {};

  void look();
  void look_after(std::chrono::minutes time);
  void renew();
  void take(const std::string& key, const Result<std::string>& certificate);

  boost::asio::io_context& io_;
  const Clock& clock_;
  const std::string file_;
  const StoreId store_;
  const rpc::ConnectClient& client_;
  boost::asio::steady_timer timer_;
  std::string ends_at_;
  std::string problem_;
  std::shared_ptr<Alive> alive_ = std::make_shared<Alive>();
};

}  // namespace loyald::daemon

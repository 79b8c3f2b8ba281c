// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>

#include "daemon/headoffice_config.h"
#include "store/base/clock.h"
#include "sync/certificates/authority.h"
#include "sync/rpc/tls_context.h"

namespace loyald::daemon {

// What head office shows to those who connect: a certificate of its own authority, made anew long
// before it ends, or one from a file, read anew every day. Belongs to the I/O thread.
class HeadOfficeTls {
 public:
  // Of its own authority's certificates.
  static constexpr std::chrono::hours kGoodFor{90 * 24};
  static constexpr std::chrono::hours kLookedAtEvery{24};

  // Errors: failed_precondition (the authority cannot be read), not_found and invalid_argument (the
  // certificate's file, or a name).
  static Result<std::unique_ptr<HeadOfficeTls>> start(boost::asio::io_context& io,
                                                      const Clock& clock,
                                                      const HeadOfficeDaemonSettings& settings);

  const certificates::Authority& authority() const { return authority_; }
  const std::shared_ptr<rpc::TlsContext>& context() const { return context_; }
  void stop() { timer_.cancel(); }

 private:
  HeadOfficeTls(boost::asio::io_context& io, const Clock& clock, TlsSettings settings,
                certificates::Authority authority);
  Result<rpc::TlsContext::Files> shown() const;
  void renew_daily();

  const Clock& clock_;
  const TlsSettings settings_;
  const certificates::Authority authority_;
  std::shared_ptr<rpc::TlsContext> context_;
  boost::asio::steady_timer timer_;
};

}  // namespace loyald::daemon

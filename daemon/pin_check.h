// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <string>

#include "daemon/pin_attempts.h"
#include "store/base/clock.h"
#include "store/staff.h"

namespace loyald::daemon {

// PINs that wait to be verified; a further one is refused.
inline constexpr int kMaxPinsWaiting = 16;

// Verifies PINs of the staff on a thread of its own, because that takes long on purpose. Belongs to
// the I/O thread.
class PinCheck {
 public:
  // What is named must outlive this.
  PinCheck(boost::asio::io_context& io, const Clock& clock, const Staff& staff)
      : io_(io), clock_(clock), staff_(staff), pool_(1) {}
  ~PinCheck() { stop(); }
  PinCheck(const PinCheck&) = delete;
  PinCheck& operator=(const PinCheck&) = delete;

  // Is it their PIN? Calls `done` once, on the I/O thread, perhaps before this returns. Errors:
  // permission_denied (it is not, or they have none), resource_exhausted (too many wrong ones; too
  // many are waiting).
  void verify(const std::string& staff, std::string pin, std::function<void(Result<void>)> done);

  // Waits for those that are being verified; their answers are posted to io.
  void stop() { pool_.join(); }

 private:
  Result<const StaffMember*> begin(const std::string& staff);

  boost::asio::io_context& io_;
  const Clock& clock_;
  const Staff& staff_;
  PinAttempts attempts_;
  int waiting_ = 0;
  boost::asio::thread_pool pool_;
};

}  // namespace loyald::daemon

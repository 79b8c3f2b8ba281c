// SPDX-License-Identifier: Apache-2.0
#include "daemon/pin_check.h"

#include <boost/asio/post.hpp>

#include "daemon/pin_hash.h"

namespace loyald::daemon {
namespace {

tl::unexpected<Error> wrong_pin(const std::string& staff) {
  return fail(Errc::permission_denied, "this is not the PIN of \"" + staff + "\"",
              "type it again, or scan the card of whoever approves");
}

}  // namespace

Result<const StaffMember*> PinCheck::begin(const std::string& staff) {
  const StaffMember* member = staff_.find(staff);
  if (member == nullptr || member->pin_hash.empty()) return wrong_pin(staff);
  if (waiting_ >= kMaxPinsWaiting) {
    return fail(Errc::resource_exhausted, "too many PINs wait to be verified", "try again");
  }
  LOYALD_TRY(attempts_.begin(staff, clock_.now()));
  return member;
}

void PinCheck::verify(const std::string& staff, std::string pin,
                      std::function<void(Result<void>)> done) {
  const auto member = begin(staff);
  if (!member) return done(fail(member.error()));
  ++waiting_;
  boost::asio::post(pool_, [this, staff, hash = (*member)->pin_hash, pin = std::move(pin),
                            done = std::move(done)] {
    const bool is_right = is_pin_of(hash, pin);
    boost::asio::post(io_, [this, staff, is_right, done] {
      --waiting_;
      if (!is_right) return done(wrong_pin(staff));
      attempts_.right(staff);
      done({});
    });
  });
}

}  // namespace loyald::daemon

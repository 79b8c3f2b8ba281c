// SPDX-License-Identifier: Apache-2.0
#include "daemon/pin_attempts.h"

namespace loyald::daemon {

Result<void> PinAttempts::begin(const std::string& staff, Timestamp now) {
  Wrong& wrong = wrong_[staff];
  const bool is_recent = now >= wrong.last && now < wrong.last + kPinLock;
  if (!is_recent) wrong.count = 0;
  if (wrong.count >= kMaxWrongPins) {
    return fail(Errc::resource_exhausted,
                "\"" + staff + "\" said " + std::to_string(kMaxWrongPins) +
                    " wrong PINs; theirs is refused until " + format(wrong.last + kPinLock),
                "wait, use their card, or let another colleague approve");
  }
  ++wrong.count;
  wrong.last = now;
  return {};
}

}  // namespace loyald::daemon

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "store/base/result.h"
#include "store/base/time.h"

namespace loyald::daemon {

// So many wrong PINs of one person one after the other, and their PIN is refused for a while.
inline constexpr int kMaxWrongPins = 5;
inline constexpr std::chrono::minutes kPinLock(5);

// Counts wrong PINs, in memory. Belongs to one thread; callers name only people who exist, so that
// it stays as small as the staff.
class PinAttempts {
 public:
  // Somebody says a PIN: counts as wrong until right() is called, so that several at once are not
  // more than several in turn. resource_exhausted where too many were wrong.
  Result<void> begin(const std::string& staff, Timestamp now);
  // The last one was right; all before it are forgotten.
  void right(const std::string& staff) { wrong_.erase(staff); }

 private:
  struct Wrong {
    int count = 0;
    Timestamp last;
  };
  std::map<std::string, Wrong> wrong_;
};

}  // namespace loyald::daemon

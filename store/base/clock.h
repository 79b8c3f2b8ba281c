// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "store/base/time.h"

namespace loyald {

// Where the shells (never the core) get the time from. now() may jump or go backwards; steady()
// only grows and is comparable with itself alone. Both may be called from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
  virtual Timestamp steady() const = 0;
  // Today where the store is: the calendar day of now() in the process's time zone.
  virtual Date local_date() const = 0;
};

class SystemClock final : public Clock {
 public:
  Timestamp now() const override;
  Timestamp steady() const override;
  Date local_date() const override;
};

}  // namespace loyald

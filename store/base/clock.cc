// SPDX-License-Identifier: Apache-2.0
#include "store/base/clock.h"

#include <ctime>

#include "store/base/check.h"

namespace loyald {
namespace {

template <class StdClock>
Timestamp read() {
  const auto since = StdClock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
}

}  // namespace

Timestamp SystemClock::now() const { return read<std::chrono::system_clock>(); }

Timestamp SystemClock::steady() const { return read<std::chrono::steady_clock>(); }

Date SystemClock::local_date() const {
  const std::time_t seconds = now().ms / 1000;
  std::tm local{};
  CHECK(localtime_r(&seconds, &local) != nullptr);
  const std::chrono::year_month_day ymd(std::chrono::year{local.tm_year + 1900},
                                        std::chrono::month{static_cast<unsigned>(local.tm_mon + 1)},
                                        std::chrono::day{static_cast<unsigned>(local.tm_mday)});
  return {static_cast<std::int32_t>(std::chrono::sys_days(ymd).time_since_epoch().count())};
}

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#include "daemon/sync_schedule.h"

#include <ctime>

#include "store/base/hash.h"

namespace loyald::daemon {
namespace {

std::uint64_t spread(StoreId store, std::int64_t day) {
  std::string text = "loyald/slot";
  append_u64be(text, store);
  append_u64be(text, static_cast<std::uint64_t>(day));
  std::uint64_t value = 0;
  const Hash hash = sha256(text);
  for (std::size_t i = 0; i < sizeof(value); ++i) value = value << 8 | hash[i];
  return value;
}

}  // namespace

Timestamp next_slot(const NightlyWindow& window, StoreId store, Timestamp now,
                    std::chrono::seconds utc_offset) {
  using std::chrono::milliseconds;
  const Timestamp local = now + utc_offset;
  const auto length = static_cast<std::uint64_t>(milliseconds(window.length).count());
  const auto slot_of = [&](Date day) {
    const auto into = milliseconds(spread(store, day.days) % length);
    return begin_of(day) + milliseconds(window.from) + into;
  };
  // The window of the day before may reach over midnight.
  Date day = day_of(local) + std::chrono::days(-1);
  while (slot_of(day) <= local) day = day + std::chrono::days(1);
  return slot_of(day) + -milliseconds(utc_offset);
}

std::chrono::seconds local_utc_offset(Timestamp at) {
  const std::time_t seconds = at.ms / 1000;
  std::tm local{};
  localtime_r(&seconds, &local);
  return std::chrono::seconds(local.tm_gmtoff);
}

}  // namespace loyald::daemon

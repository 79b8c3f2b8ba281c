// SPDX-License-Identifier: Apache-2.0
#include "sync/agent/backoff.h"

#include <algorithm>

namespace loyald {

void Backoff::failed(Timestamp now, std::optional<std::chrono::seconds> retry_after) {
  constexpr int kDoublings = 8;  // 5 s * 2^8 is beyond kMost
  const std::chrono::milliseconds span =
      std::min<std::chrono::milliseconds>(kMost, kFirst * (1 << std::min(failures_, kDoublings)));
  ++failures_;
  const auto jitter =
      std::chrono::milliseconds(random_.below(static_cast<std::uint64_t>(span.count()) + 1));
  const auto asked = std::clamp(retry_after.value_or(std::chrono::seconds(0)),
                                std::chrono::seconds(0), kMostAsked);
  wait(now, asked + jitter);
}

void Backoff::wait(Timestamp now, std::chrono::milliseconds span) {
  since_ = now;
  until_ = now + span;
}

void Backoff::succeeded() {
  failures_ = 0;
  until_ = {};
}

std::optional<Timestamp> Backoff::waiting_until(Timestamp now) const {
  if (now < since_ || now >= until_) return std::nullopt;
  return until_;
}

}  // namespace loyald

// SPDX-License-Identifier: Apache-2.0
#include "scanner/replay_pacer.h"

#include <algorithm>

namespace loyald::scanner {

void ReplayPacer::add(std::span<const KeyEdge> keys, bool is_text_end, Timestamp now) {
  if (keys.empty()) return;
  const auto pause = per_key_ * (kEdgesAtOnce / 2);
  const bool was_quiet = waiting_.empty() && (!sent_ || now - *sent_ >= pause);
  waiting_.insert(waiting_.end(), keys.begin(), keys.end());
  if (is_text_end && was_quiet && keys.size() <= kEdgesAtOnce) at_once_ = keys.size();
  if (waiting_.size() > kMaxWaiting) at_once_ = waiting_.size();
}

void ReplayPacer::take_due(Timestamp now, std::vector<KeyEdge>& out) {
  earn(now);
  while (!waiting_.empty() && (at_once_ > 0 || credit_ >= cost())) {
    if (at_once_ > 0) --at_once_;
    credit_ -= cost();
    sent_ = now;
    out.push_back(waiting_.front());
    waiting_.pop_front();
  }
}

std::optional<Timestamp> ReplayPacer::due() const {
  if (waiting_.empty()) return std::nullopt;
  if (!earned_ || at_once_ > 0 || credit_ >= cost()) return earned_.value_or(Timestamp{});
  constexpr std::int64_t kQuarters = 4;
  const std::int64_t missing = cost() - credit_;
  return *earned_ + std::chrono::milliseconds((missing + kQuarters - 1) / kQuarters);
}

void ReplayPacer::take_all(std::vector<KeyEdge>& out) {
  out.insert(out.end(), waiting_.begin(), waiting_.end());
  waiting_.clear();
  at_once_ = 0;
}

void ReplayPacer::earn(Timestamp now) {
  constexpr std::int64_t kQuarters = 4;
  const std::int64_t earned = earned_ ? (now - *earned_).count() * kQuarters : full();
  credit_ = std::min(full(), credit_ + earned);
  earned_ = now;
}

}  // namespace loyald::scanner

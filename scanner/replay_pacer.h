// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <span>
#include <vector>

#include "scanner/key_edge.h"
#include "store/base/time.h"

namespace loyald::scanner {

// Says when keys go to the till's program, so that a program that is busy for a moment loses none:
// the kernel keeps 64 events for each reader of a keyboard, and forgets all of them when a
// sixty-fifth comes. A key that goes down or up is two events (itself and the report). Sans-io;
// `now` is steady time and must not go backwards.
//
// Keys pass at once while they come no faster than one in per_key, which no scanner's steady stream
// of 10 ms a key does, with three and a half keys of credit. Then a key takes per_key, a shifted
// one twice that. A whole text of at most fourteen plain keys goes at once where nothing went
// before it. With 4 ms no reader that sleeps at most 50 ms has more than 64 events waiting.
class ReplayPacer {
 public:
  static constexpr std::chrono::milliseconds kDefaultPerKey{4};
  static constexpr std::chrono::milliseconds kMaxPerKey{20};
  static constexpr std::size_t kEdgesAtOnce = 28;  // fourteen keys, down and up
  static constexpr int kCreditEdges = 7;
  // Beyond so many waiting keys they go unpaced: they may be lost, but are not surely lost.
  static constexpr std::size_t kMaxWaiting = 4096;

  // Zero: everything goes at once.
  explicit ReplayPacer(std::chrono::milliseconds per_key = kDefaultPerKey) : per_key_(per_key) {}

  // Takes keys in. `is_text_end` says that nothing more of their text will come.
  void add(std::span<const KeyEdge> keys, bool is_text_end, Timestamp now);

  // Appends the keys whose time has come.
  void take_due(Timestamp now, std::vector<KeyEdge>& out);
  // When take_due has more; nothing while nothing waits.
  std::optional<Timestamp> due() const;

  // Appends all that waits.
  void take_all(std::vector<KeyEdge>& out);

 private:
  // Credit is counted in quarters of a millisecond, so that any whole per_key divides.
  std::int64_t cost() const { return per_key_.count() * 2; }
  std::int64_t full() const { return cost() * kCreditEdges; }
  void earn(Timestamp now);

  std::chrono::milliseconds per_key_;
  std::deque<KeyEdge> waiting_;
  std::size_t at_once_ = 0;  // of waiting_, from the front
  std::int64_t credit_ = 0;
  std::optional<Timestamp> earned_;  // until then
  std::optional<Timestamp> sent_;    // the last key
};

}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <stdexcept>
#include <string>

#include "store/base/hash.h"

namespace loyald::sim {

// A promise did not hold.
class Broken : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

inline void require(bool holds, const std::string& promise) {
  if (!holds) throw Broken(promise);
}

// What happened, for whoever reads a failure: the last events in words, all of them in a hash. The
// same seed gives the same hash.
class Trace {
 public:
  static constexpr std::size_t kKept = 60;

  void say(std::string event) {
    hash_ = sha256(std::string(hash_.begin(), hash_.end()) + event);
    events_.push_back(std::move(event));
    if (events_.size() > kKept) events_.pop_front();
  }
  const Hash& hash() const { return hash_; }
  const std::deque<std::string>& last() const { return events_; }

 private:
  Hash hash_{};
  std::deque<std::string> events_;
};

}  // namespace loyald::sim

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

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

// What happened, for whoever reads a failure: in words, and all of it in a hash. The same seed
// gives the same hash.
class Trace {
 public:
  void say(std::string event) {
    hash_ = sha256(std::string(hash_.begin(), hash_.end()) + event);
    events_.push_back(std::move(event));
  }
  const Hash& hash() const { return hash_; }
  const std::vector<std::string>& events() const { return events_; }

 private:
  Hash hash_{};
  std::vector<std::string> events_;
};

}  // namespace loyald::sim

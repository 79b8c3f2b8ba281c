// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "store/base/time.h"

namespace loyald::scanner {

inline constexpr std::chrono::milliseconds kDefaultRepeat{300};

// Drops double reads of one scanner: triggers bounce, and a presentation scanner goes on reading
// the card that lies in front of it. Sans-io; `now` is steady time and must not go backwards.
class RepeatFilter {
 public:
  // Zero lets everything pass.
  explicit RepeatFilter(std::chrono::milliseconds window = kDefaultRepeat) : window_(window) {}

  // Whether this reading counts. The same text again within the window does not, and begins the
  // window anew: a card that stays in view counts once.
  bool is_fresh(std::string_view text, Timestamp now);

 private:
  std::chrono::milliseconds window_;
  std::string last_text_;
  std::optional<Timestamp> last_time_;
};

}  // namespace loyald::scanner

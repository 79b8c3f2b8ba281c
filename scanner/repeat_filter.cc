// SPDX-License-Identifier: Apache-2.0
#include "scanner/repeat_filter.h"

namespace loyald::scanner {

bool RepeatFilter::is_fresh(std::string_view text, Timestamp now) {
  const bool repeated = last_time_ && now - *last_time_ < window_ && text == last_text_;
  last_time_ = now;
  if (!repeated) last_text_ = text;
  return !repeated;
}

}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
#include "scanner/key_event.h"

#include <linux/input.h>

#include <cstring>

namespace loyald::scanner {

std::vector<KeyEvent> KeyEventReader::feed(ByteView bytes) {
  pending_.insert(pending_.end(), bytes.begin(), bytes.end());
  std::vector<KeyEvent> events;
  std::size_t used = 0;
  for (; pending_.size() - used >= sizeof(input_event); used += sizeof(input_event)) {
    input_event record{};
    std::memcpy(&record, pending_.data() + used, sizeof record);
    const std::int64_t ms =
        std::int64_t{record.input_event_sec} * 1000 + record.input_event_usec / 1000;
    events.push_back({record.type, record.code, record.value, Timestamp{ms}});
  }
  pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(used));
  return events;
}

}  // namespace loyald::scanner

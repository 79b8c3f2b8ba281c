// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace loyald::scanner {

// One key (KEY_A …) that goes down or up, on its way to the till's program.
struct KeyEdge {
  std::uint16_t code = 0;
  bool down = false;

  friend bool operator==(const KeyEdge&, const KeyEdge&) = default;
};

}  // namespace loyald::scanner

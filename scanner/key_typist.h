// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/key_edge.h"
#include "store/base/result.h"

namespace loyald::scanner {

// Which keys type a text on a keyboard of the desktop's layout. Digits come from the main row:
// those of the keypad are digits only while Num Lock is on. Immutable; may be used from any thread.
class KeyTypist {
 public:
  // `layout` as xkb names it; invalid_argument where there is no such layout.
  static Result<KeyTypist> make(std::string_view layout);

  // Appends the keys of the text. False, and nothing is appended, where a character of it has no
  // key.
  bool type(std::string_view text, std::vector<KeyEdge>& keys) const;

 private:
  struct Stroke {
    std::uint16_t code = 0;
    bool shift = false;
    bool altgr = false;
    bool dead = false;  // a space after it makes the character
  };
  std::map<std::string, Stroke, std::less<>> strokes_;  // by character, UTF-8
};

}  // namespace loyald::scanner

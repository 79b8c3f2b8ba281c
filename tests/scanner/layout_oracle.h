// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "scanner/key_event.h"

namespace loyald::scanner::testing {

// How a character is typed in one layout: key code (KEY_A …), levels, and whether it is a dead key,
// which a space must follow.
struct Stroke {
  std::uint16_t code = 0;
  bool shift = false;
  bool altgr = false;
  bool dead = false;
};

// The four layouts that most scanners in use type in, written down apart from xkeyboard-config and
// from the decoder. All printable ASCII characters.
inline constexpr std::array<std::string_view, 4> kOracleLayouts{"us", "gb", "de", "fr"};
Stroke stroke_of(std::string_view layout, char character);

// The events of a scanner that types `text`, each key down and up in a report of its own, `gap_ms`
// apart, beginning after `start`. Shift comes and goes as in real reports: down before its key, up
// before its key.
std::vector<KeyEvent> typed(std::string_view layout, std::string_view text, Timestamp start,
                            int gap_ms = 5);

// The same of strokes that somebody else looked up.
std::vector<KeyEvent> typed(std::span<const Stroke> strokes, Timestamp start, int gap_ms = 5);

// A key down and up, for what is no character.
std::vector<KeyEvent> tapped(std::uint16_t code, Timestamp at);

}  // namespace loyald::scanner::testing

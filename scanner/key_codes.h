// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

// What the kernel's key codes (KEY_A …) are to a scanner's text, whatever the layout. Pure.
namespace loyald::scanner {

// Modifier keys that are down, as bits of one number.
enum Held : std::uint32_t {
  kLeftShift = 1,
  kRightShift = 2,
  kLeftCtrl = 4,
  kRightCtrl = 8,
  kLeftAlt = 16,
  kAltGr = 32,
  kMeta = 64,
};
inline constexpr std::uint32_t kShift = kLeftShift | kRightShift;
inline constexpr std::uint32_t kCtrl = kLeftCtrl | kRightCtrl;

// The bit of a modifier key; zero for other keys.
std::uint32_t modifier_of(std::uint16_t code);

// What the keypad types with Num Lock on; zero for other keys.
char keypad_of(std::uint16_t code);

bool is_keypad_digit(std::uint16_t code);

// Enter, keypad Enter, Tab: they end a text.
bool is_terminator(std::uint16_t code);

// F1 to F24.
bool is_function_key(std::uint16_t code);

// The control character of the key in this place of a US keyboard, for the few that scanners press
// Ctrl with whatever their text layout makes of the key; zero for others.
char control_by_place(std::uint16_t code);

}  // namespace loyald::scanner

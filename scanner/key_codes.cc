// SPDX-License-Identifier: Apache-2.0
#include "scanner/key_codes.h"

#include <linux/input-event-codes.h>

#include <array>
#include <utility>

namespace loyald::scanner {

std::uint32_t modifier_of(std::uint16_t code) {
  switch (code) {
    case KEY_LEFTSHIFT:
      return kLeftShift;
    case KEY_RIGHTSHIFT:
      return kRightShift;
    case KEY_LEFTCTRL:
      return kLeftCtrl;
    case KEY_RIGHTCTRL:
      return kRightCtrl;
    case KEY_LEFTALT:
      return kLeftAlt;
    case KEY_RIGHTALT:
      return kAltGr;
    case KEY_LEFTMETA:
    case KEY_RIGHTMETA:
      return kMeta;
    default:
      return 0;
  }
}

char keypad_of(std::uint16_t code) {
  constexpr std::array<std::pair<std::uint16_t, char>, 15> kKeypad{{
      {KEY_KP0, '0'},
      {KEY_KP1, '1'},
      {KEY_KP2, '2'},
      {KEY_KP3, '3'},
      {KEY_KP4, '4'},
      {KEY_KP5, '5'},
      {KEY_KP6, '6'},
      {KEY_KP7, '7'},
      {KEY_KP8, '8'},
      {KEY_KP9, '9'},
      {KEY_KPDOT, '.'},
      {KEY_KPSLASH, '/'},
      {KEY_KPASTERISK, '*'},
      {KEY_KPMINUS, '-'},
      {KEY_KPPLUS, '+'},
  }};
  for (const auto& [key, character] : kKeypad) {
    if (key == code) return character;
  }
  return 0;
}

bool is_keypad_digit(std::uint16_t code) {
  const char character = keypad_of(code);
  return character >= '0' && character <= '9';
}

bool is_terminator(std::uint16_t code) {
  return code == KEY_ENTER || code == KEY_KPENTER || code == KEY_TAB;
}

bool is_function_key(std::uint16_t code) {
  return (code >= KEY_F1 && code <= KEY_F10) || code == KEY_F11 || code == KEY_F12 ||
         (code >= KEY_F13 && code <= KEY_F24);
}

char control_by_place(std::uint16_t code) {
  switch (code) {
    case KEY_LEFTBRACE:
      return '\x1b';
    case KEY_BACKSLASH:
      return '\x1c';
    case KEY_RIGHTBRACE:
      return '\x1d';
    case KEY_6:
      return '\x1e';
    case KEY_MINUS:
      return '\x1f';
    default:
      return 0;
  }
}

}  // namespace loyald::scanner

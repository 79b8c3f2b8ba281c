// SPDX-License-Identifier: Apache-2.0
#include "scanner/key_typist.h"

#include <linux/input-event-codes.h>

#include "scanner/key_layout.h"

namespace loyald::scanner {
namespace {

// The keys beside the keypad that type.
bool is_main_key(std::uint16_t code) {
  return (code >= KEY_1 && code <= KEY_EQUAL) || (code >= KEY_Q && code <= KEY_RIGHTBRACE) ||
         (code >= KEY_A && code <= KEY_GRAVE) || (code >= KEY_BACKSLASH && code <= KEY_SLASH) ||
         code == KEY_SPACE || code == KEY_102ND || code == KEY_RO;
}

std::size_t length_of_utf8(char first) {
  const auto byte = static_cast<unsigned char>(first);
  if (byte < 0xc0) return 1;
  if (byte < 0xe0) return 2;
  return byte < 0xf0 ? 3 : 4;
}

void press(std::uint16_t code, bool shift, bool altgr, std::vector<KeyEdge>& keys) {
  if (shift) keys.push_back({KEY_LEFTSHIFT, true});
  if (altgr) keys.push_back({KEY_RIGHTALT, true});
  keys.push_back({code, true});
  keys.push_back({code, false});
  if (altgr) keys.push_back({KEY_RIGHTALT, false});
  if (shift) keys.push_back({KEY_LEFTSHIFT, false});
}

}  // namespace

Result<KeyTypist> KeyTypist::make(std::string_view name) {
  LOYALD_ASSIGN(const KeyLayout layout, KeyLayout::make(name));
  KeyTypist typist;
  // The plainest way to a character comes first, and stays.
  for (const bool dead : {false, true}) {
    for (const bool altgr : {false, true}) {
      for (const bool shift : {false, true}) {
        for (std::uint16_t code = KEY_1; code <= KEY_RO; ++code) {
          if (!is_main_key(code)) continue;
          const auto glyph = layout.glyph(code, {shift, false, altgr});
          if (!glyph || glyph->dead != dead) continue;
          typist.strokes_.try_emplace(glyph->text, Stroke{code, shift, altgr, dead});
        }
      }
    }
  }
  return typist;
}

bool KeyTypist::type(std::string_view text, std::vector<KeyEdge>& keys) const {
  const std::size_t before = keys.size();
  while (!text.empty()) {
    const std::string_view character = text.substr(0, length_of_utf8(text.front()));
    const auto found = strokes_.find(character);
    if (found == strokes_.end()) {
      keys.resize(before);
      return false;
    }
    const Stroke& stroke = found->second;
    press(stroke.code, stroke.shift, stroke.altgr, keys);
    if (stroke.dead) press(KEY_SPACE, false, false, keys);
    text.remove_prefix(character.size());
  }
  return true;
}

}  // namespace loyald::scanner

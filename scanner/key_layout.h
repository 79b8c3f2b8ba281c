// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "store/base/result.h"

namespace loyald::scanner {

// What the keys of one keyboard layout mean. A scanner types in the layout that it was set to,
// whatever the desktop uses. The tables are xkeyboard-config's, read through libxkbcommon.
// An object belongs to one thread.
class KeyLayout {
 public:
  struct Modifiers {
    bool shift = false;
    bool caps = false;
    bool altgr = false;
  };
  struct Glyph {
    std::string text;   // UTF-8; of a dead key the sign itself
    bool dead = false;  // waits for the next key
  };

  // `name` as xkb writes it: "us", "de", "us(intl)". invalid_argument where there is no such
  // layout.
  static Result<KeyLayout> make(std::string_view name);

  KeyLayout(KeyLayout&&) noexcept;
  KeyLayout& operator=(KeyLayout&&) noexcept;
  ~KeyLayout();

  // What the key with this kernel code (KEY_A …) types; nothing for keys that type nothing.
  std::optional<Glyph> glyph(std::uint16_t code, Modifiers modifiers) const;

 private:
  struct Keymap;
  explicit KeyLayout(std::unique_ptr<Keymap> keymap);
  std::unique_ptr<Keymap> keymap_;
};

}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
#include "scanner/key_name.h"

#include <linux/input-event-codes.h>

#include <algorithm>
#include <array>
#include <vector>

#include "store/base/text.h"

namespace loyald::scanner {
namespace {

struct Key {
  std::string name;
  std::uint16_t code;
};

// W3C UI Events KeyboardEvent code Values, for the keys that somebody would give an action.
std::vector<Key> all_keys() {
  std::vector<Key> keys{
      {"Pause", KEY_PAUSE},
      {"ScrollLock", KEY_SCROLLLOCK},
      {"PrintScreen", KEY_SYSRQ},
      {"Insert", KEY_INSERT},
      {"Delete", KEY_DELETE},
      {"Home", KEY_HOME},
      {"End", KEY_END},
      {"PageUp", KEY_PAGEUP},
      {"PageDown", KEY_PAGEDOWN},
      {"ContextMenu", KEY_COMPOSE},
      {"NumpadAdd", KEY_KPPLUS},
      {"NumpadSubtract", KEY_KPMINUS},
      {"NumpadMultiply", KEY_KPASTERISK},
      {"NumpadDivide", KEY_KPSLASH},
      {"NumpadDecimal", KEY_KPDOT},
      {"NumpadEnter", KEY_KPENTER},
  };
  constexpr std::array<std::uint16_t, 24> kFunction{
      KEY_F1,  KEY_F2,  KEY_F3,  KEY_F4,  KEY_F5,  KEY_F6,  KEY_F7,  KEY_F8,
      KEY_F9,  KEY_F10, KEY_F11, KEY_F12, KEY_F13, KEY_F14, KEY_F15, KEY_F16,
      KEY_F17, KEY_F18, KEY_F19, KEY_F20, KEY_F21, KEY_F22, KEY_F23, KEY_F24};
  for (std::size_t i = 0; i < kFunction.size(); ++i) {
    keys.push_back({"F" + std::to_string(i + 1), kFunction[i]});
  }
  constexpr std::array<std::uint16_t, 10> kNumpad{KEY_KP0, KEY_KP1, KEY_KP2, KEY_KP3, KEY_KP4,
                                                  KEY_KP5, KEY_KP6, KEY_KP7, KEY_KP8, KEY_KP9};
  constexpr std::array<std::uint16_t, 10> kDigits{KEY_0, KEY_1, KEY_2, KEY_3, KEY_4,
                                                  KEY_5, KEY_6, KEY_7, KEY_8, KEY_9};
  for (std::size_t i = 0; i < kDigits.size(); ++i) {
    keys.push_back({"Digit" + std::to_string(i), kDigits[i]});
    keys.push_back({"Numpad" + std::to_string(i), kNumpad[i]});
  }
  constexpr std::array<std::uint16_t, 26> kLetters{
      KEY_A, KEY_B, KEY_C, KEY_D, KEY_E, KEY_F, KEY_G, KEY_H, KEY_I, KEY_J, KEY_K, KEY_L, KEY_M,
      KEY_N, KEY_O, KEY_P, KEY_Q, KEY_R, KEY_S, KEY_T, KEY_U, KEY_V, KEY_W, KEY_X, KEY_Y, KEY_Z};
  for (std::size_t i = 0; i < kLetters.size(); ++i) {
    keys.push_back({std::string("Key") + static_cast<char>('A' + i), kLetters[i]});
  }
  return keys;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::optional<std::uint16_t> key_named(std::string_view name) {
  for (const Key& key : all_keys()) {
    if (key.name == name) return key.code;
  }
  return std::nullopt;
}

std::string nearest_key_name(std::string_view name) {
  // People write the kernel's names, too.
  if (name.starts_with("KEY_")) name.remove_prefix(4);
  std::vector<std::string> names;
  for (Key& key : all_keys()) {
    const bool differs_in_case_only =
        std::ranges::equal(key.name, name, [](char a, char b) { return lower(a) == lower(b); });
    if (differs_in_case_only) return key.name;
    names.push_back(std::move(key.name));
  }
  return nearest(name, names);
}

bool types_text(std::string_view name) {
  return name.starts_with("Key") || name.starts_with("Digit") ||
         (name.starts_with("Numpad") && name != "NumpadEnter");
}

}  // namespace loyald::scanner

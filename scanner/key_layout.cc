// SPDX-License-Identifier: Apache-2.0
#include "scanner/key_layout.h"

#include <xkbcommon/xkbcommon-keysyms.h>
#include <xkbcommon/xkbcommon.h>

#include <algorithm>
#include <array>
#include <utility>

namespace loyald::scanner {
namespace {

constexpr std::size_t kMaxNameBytes = 64;
// X numbers keys eight higher than the kernel.
constexpr xkb_keycode_t kKeycodeOffset = 8;

template <auto Free>
struct Freer {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};
using Context = std::unique_ptr<xkb_context, Freer<xkb_context_unref>>;
using Map = std::unique_ptr<xkb_keymap, Freer<xkb_keymap_unref>>;
using State = std::unique_ptr<xkb_state, Freer<xkb_state_unref>>;

// The sign that a dead key followed by a space gives (the X.Org compose tables' en_US.UTF-8).
std::string_view sign_of_dead(xkb_keysym_t symbol) {
  switch (symbol) {
    case XKB_KEY_dead_grave:
      return "`";
    case XKB_KEY_dead_acute:
      return "'";
    case XKB_KEY_dead_circumflex:
      return "^";
    case XKB_KEY_dead_tilde:
      return "~";
    case XKB_KEY_dead_diaeresis:
      return "\"";
    case XKB_KEY_dead_macron:
      return "¯";
    case XKB_KEY_dead_abovering:
      return "°";
    case XKB_KEY_dead_cedilla:
      return "¸";
    default:
      return {};
  }
}

bool is_layout_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxNameBytes && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '(' || c == ')';
  });
}

xkb_mod_mask_t mask_of(xkb_keymap* map, const char* modifier) {
  const xkb_mod_index_t index = xkb_keymap_mod_get_index(map, modifier);
  return index == XKB_MOD_INVALID ? 0 : xkb_mod_mask_t{1} << index;
}

}  // namespace

struct KeyLayout::Keymap {
  Context context;
  Map map;
  State state;
  xkb_mod_mask_t shift = 0;
  xkb_mod_mask_t caps = 0;
  xkb_mod_mask_t altgr = 0;
};

KeyLayout::KeyLayout(std::unique_ptr<Keymap> keymap) : keymap_(std::move(keymap)) {}
KeyLayout::KeyLayout(KeyLayout&&) noexcept = default;
KeyLayout& KeyLayout::operator=(KeyLayout&&) noexcept = default;
KeyLayout::~KeyLayout() = default;

Result<KeyLayout> KeyLayout::make(std::string_view name) {
  const auto refused = [name] {
    return fail(Errc::invalid_argument, "no keyboard layout \"" + std::string(name) + "\"",
                "use xkb's names, for example \"us\", \"de\" or \"us(intl)\"");
  };
  if (!is_layout_name(name)) return refused();
  const std::size_t bracket = name.find('(');
  std::string layout(name.substr(0, bracket));
  std::string variant;
  if (bracket != std::string_view::npos) {
    if (name.back() != ')') return refused();
    variant = name.substr(bracket + 1, name.size() - bracket - 2);
  }

  auto keymap = std::make_unique<Keymap>();
  keymap->context.reset(xkb_context_new(XKB_CONTEXT_NO_ENVIRONMENT_NAMES));
  if (!keymap->context) {
    return fail(Errc::failed_precondition, "no keyboard layouts are installed",
                "install the package xkb-data");
  }
  // The one thing it has to say, that there is no such layout, is our answer.
  xkb_context_set_log_verbosity(keymap->context.get(), 0);
  xkb_context_set_log_fn(keymap->context.get(),
                         [](xkb_context*, xkb_log_level, const char*, va_list) {});
  const xkb_rule_names names{"evdev", "pc105", layout.c_str(), variant.c_str(), ""};
  keymap->map.reset(
      xkb_keymap_new_from_names(keymap->context.get(), &names, XKB_KEYMAP_COMPILE_NO_FLAGS));
  if (!keymap->map) return refused();
  keymap->state.reset(xkb_state_new(keymap->map.get()));
  if (!keymap->state) return fail(Errc::resource_exhausted, "no memory for a keyboard layout");
  keymap->shift = mask_of(keymap->map.get(), XKB_MOD_NAME_SHIFT);
  keymap->caps = mask_of(keymap->map.get(), XKB_MOD_NAME_CAPS);
  // xkeyboard-config puts the third level on Mod5 in every layout.
  keymap->altgr = mask_of(keymap->map.get(), "Mod5");
  return KeyLayout(std::move(keymap));
}

std::optional<KeyLayout::Glyph> KeyLayout::glyph(std::uint16_t code, Modifiers modifiers) const {
  const xkb_mod_mask_t pressed =
      (modifiers.shift ? keymap_->shift : 0) | (modifiers.altgr ? keymap_->altgr : 0);
  const xkb_mod_mask_t locked = modifiers.caps ? keymap_->caps : 0;
  xkb_state* state = keymap_->state.get();
  xkb_state_update_mask(state, pressed, 0, locked, 0, 0, 0);
  const xkb_keysym_t symbol = xkb_state_key_get_one_sym(state, kKeycodeOffset + code);
  if (const std::string_view sign = sign_of_dead(symbol); !sign.empty()) {
    return Glyph{std::string(sign), true};
  }
  std::array<char, 8> utf8{};
  if (xkb_keysym_to_utf8(symbol, utf8.data(), utf8.size()) <= 1) return std::nullopt;
  Glyph glyph{utf8.data(), false};
  const auto first = static_cast<unsigned char>(glyph.text.front());
  if (first < 0x20 || first == 0x7f) return std::nullopt;  // Escape, Delete and the like
  return glyph;
}

}  // namespace loyald::scanner

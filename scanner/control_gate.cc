// SPDX-License-Identifier: Apache-2.0
#include "scanner/control_gate.h"

#include <linux/input-event-codes.h>

#include <array>
#include <utility>

#include "scanner/key_codes.h"

namespace loyald::scanner {
namespace {

constexpr std::array<std::uint16_t, 2> kCtrlKeys{KEY_LEFTCTRL, KEY_RIGHTCTRL};
constexpr std::uint32_t kCommands = kCtrl | kLeftAlt | kMeta;

bool is_system_key(std::uint16_t code) {
  return is_function_key(code) || code == KEY_SYSRQ || code == KEY_POWER || code == KEY_SLEEP ||
         code == KEY_WAKEUP;
}

}  // namespace

ControlGate::ControlGate(KeyLayout layout, PassControls controls)
    : layout_(std::move(layout)), controls_(controls) {
  for (std::uint16_t code = KEY_1; code <= KEY_SLASH && !uses_altgr_; ++code) {
    uses_altgr_ = has_third_level(code);
  }
}

void ControlGate::feed(std::span<const KeyEdge> keys, std::vector<KeyEdge>& out) {
  for (const KeyEdge& key : keys) {
    if (controls_ == PassControls::all) {
      out.push_back(key);
    } else if (const std::uint32_t modifier = modifier_of(key.code); modifier != 0) {
      on_modifier(key, modifier, out);
    } else if (!key.down) {
      if (passed_[key.code]) pass(key, out);
    } else if (!may_pass(key.code)) {
      ++dropped_;
    } else {
      // Ctrl goes down at the till when there is a key that may be pressed with it.
      for (const std::uint16_t ctrl : kCtrlKeys) {
        if (withheld_[ctrl]) pass({ctrl, true}, out);
      }
      withheld_.reset();
      pass(key, out);
    }
  }
}

void ControlGate::on_modifier(KeyEdge key, std::uint32_t modifier, std::vector<KeyEdge>& out) {
  held_ = key.down ? held_ | modifier : held_ & ~modifier;
  const bool is_text = (modifier & kShift) != 0 || (modifier == kAltGr && uses_altgr_);
  if (!key.down) {
    withheld_.reset(key.code);
    if (passed_[key.code]) pass(key, out);
  } else if (is_text) {
    pass(key, out);
  } else if ((modifier & kCtrl) != 0) {
    withheld_.set(key.code);
  }
}

bool ControlGate::may_pass(std::uint16_t code) const {
  if (is_system_key(code)) return false;
  if ((held_ & kCommands) != 0) {
    const bool is_ctrl_alone = (held_ & (kCommands & ~kCtrl)) == 0 && (held_ & kAltGr) == 0;
    return controls_ == PassControls::gs && is_ctrl_alone && is_gs(code);
  }
  // Where AltGr makes no character it is an Alt.
  return (held_ & kAltGr) == 0 || (uses_altgr_ && has_third_level(code));
}

bool ControlGate::is_gs(std::uint16_t code) const {
  if (control_by_place(code) == '\x1d') return true;
  const auto glyph = layout_.glyph(code, {(held_ & kShift) != 0, false, false});
  return glyph && glyph->text == "]";
}

bool ControlGate::has_third_level(std::uint16_t code) const {
  const bool shift = (held_ & kShift) != 0;
  const auto plain = layout_.glyph(code, {shift, false, false});
  const auto third = layout_.glyph(code, {shift, false, true});
  return third && (!plain || third->text != plain->text);
}

void ControlGate::pass(KeyEdge key, std::vector<KeyEdge>& out) {
  out.push_back(key);
  passed_.set(key.code, key.down);
}

}  // namespace loyald::scanner

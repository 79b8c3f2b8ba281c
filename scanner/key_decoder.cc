// SPDX-License-Identifier: Apache-2.0
#include "scanner/key_decoder.h"

#include <linux/input-event-codes.h>

#include <utility>

#include "scanner/key_codes.h"
#include "store/base/text.h"

namespace loyald::scanner {
namespace {

bool ends_text(char c) { return c == '\r' || c == '\n' || c == '\t'; }

// Bytes that are no UTF-8 came as Alt numbers above 127: Latin-1.
std::string as_utf8(std::string bytes) {
  if (is_utf8(bytes)) return bytes;
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out.push_back(c);
    } else {
      out.push_back(static_cast<char>(0xc0U | byte >> 6U));
      out.push_back(static_cast<char>(0x80U | (byte & 0x3fU)));
    }
  }
  return out;
}

}  // namespace

std::optional<KeyText> KeyDecoder::feed(const KeyEvent& event) {
  if (event.type == EV_SYN && event.code == SYN_DROPPED) {
    // The kernel's ring ran over. Which keys are down now is unknown, and so is the text.
    held_ = 0;
    alt_number_.clear();
    dead_.clear();
    tainted_ = true;
    lost_events_ = true;
    last_ = event.time;
    return std::nullopt;
  }
  if (event.type == EV_SYN && event.code == SYN_REPORT) lost_events_ = false;
  if (event.type != EV_KEY || lost_events_) return std::nullopt;
  if (event.value == 0) return on_key_up(event.code);
  if (event.value != 1) return std::nullopt;

  // The timer may run late: pauses count by the events' own times.
  auto late = on_timeout(event.time);
  last_ = event.time;
  auto text = on_key_down(event.code);
  return late ? late : text;
}

std::optional<Timestamp> KeyDecoder::deadline() const {
  if (!is_open()) return std::nullopt;
  return last_ +
         (options_.terminator_expected ? options_.pause_when_expected : options_.pause_otherwise);
}

std::optional<KeyText> KeyDecoder::on_timeout(Timestamp now) {
  const auto due = deadline();
  if (!due || now < *due) return std::nullopt;
  return close(!options_.terminator_expected);
}

void KeyDecoder::append_open_text(std::string& out) const {
  out += text_;
  out += dead_;
}

void KeyDecoder::reset() {
  text_.clear();
  dead_.clear();
  alt_number_.clear();
  held_ = 0;
  caps_ = false;
  tainted_ = false;
  lost_events_ = false;
}

std::optional<KeyText> KeyDecoder::on_key_down(std::uint16_t code) {
  if (const std::uint32_t modifier = modifier_of(code); modifier != 0) {
    held_ |= modifier;
    return std::nullopt;
  }
  if (is_terminator(code)) return close(true);
  switch (code) {
    case KEY_CAPSLOCK:
      caps_ = !caps_;
      return std::nullopt;
    case KEY_F8:
      append("\x1d");
      return std::nullopt;
    default:
      break;
  }
  if (take_alt_digit(code)) return std::nullopt;
  // Windows takes Ctrl+Alt for AltGr, and so do scanners.
  if (held(kCtrl) && !held(kLeftAlt)) {
    const auto control = control_of(code);
    return control ? take_character(*control) : std::nullopt;
  }
  // Alt or the logo key with anything else is a command to some program, not text.
  const bool is_command = held(kMeta) || (held(kLeftAlt) && !held(kCtrl));
  if (!is_command) append_typed(code);
  return std::nullopt;
}

std::optional<KeyText> KeyDecoder::on_key_up(std::uint16_t code) {
  held_ &= ~modifier_of(code);
  const auto number = code == KEY_LEFTALT ? take_alt_number() : std::nullopt;
  return number ? take_character(*number) : std::nullopt;
}

bool KeyDecoder::take_alt_digit(std::uint16_t code) {
  constexpr std::size_t kMaxAltDigits = 8;
  if (!held(kLeftAlt) || held(kCtrl) || !is_keypad_digit(code)) return false;
  if (alt_number_.size() < kMaxAltDigits) alt_number_.push_back(keypad_of(code));
  return true;
}

std::optional<char> KeyDecoder::take_alt_number() {
  if (alt_number_.empty()) return std::nullopt;
  // Beyond a byte Windows goes on modulo 256, and scanners that count on it exist.
  const auto value = static_cast<unsigned char>(std::stoul(alt_number_) % 256);
  alt_number_.clear();
  if (value == 0) return std::nullopt;
  return static_cast<char>(value);
}

std::optional<KeyText> KeyDecoder::take_character(char c) {
  if (ends_text(c)) return close(true);
  append({&c, 1});
  return std::nullopt;
}

std::optional<char> KeyDecoder::control_of(std::uint16_t code) const {
  const auto glyph = layout_.glyph(code, {held(kShift), false, held(kAltGr)});
  if (glyph && glyph->text.size() == 1 && glyph->text[0] >= '@') {
    return static_cast<char>(glyph->text[0] & 0x1f);
  }
  if (const char control = control_by_place(code); control != 0) return control;
  return std::nullopt;
}

void KeyDecoder::append_typed(std::uint16_t code) {
  if (const char keypad = keypad_of(code); keypad != 0) {
    append({&keypad, 1});
    return;
  }
  const bool altgr = held(kAltGr) || (held(kCtrl) && held(kLeftAlt));
  auto glyph = layout_.glyph(code, {held(kShift), caps_, altgr});
  if (!glyph) return;
  if (glyph->dead && dead_ != glyph->text) {
    flush_dead_key();
    dead_ = std::move(glyph->text);
  } else if (!dead_.empty() && (glyph->dead || glyph->text == " ")) {
    // A space or the same key again: the sign, once.
    flush_dead_key();
  } else {
    append(glyph->text);
  }
}

void KeyDecoder::flush_dead_key() {
  const std::string sign = std::exchange(dead_, {});
  append(sign);
}

void KeyDecoder::append(std::string_view bytes) {
  if (!dead_.empty()) {
    // No accented letters: a sign that was meant to stand alone is far likelier in a code.
    flush_dead_key();
  }
  if (tainted_) return;
  if (text_.size() + bytes.size() > kMaxTextBytes) {
    tainted_ = true;
    return;
  }
  text_ += bytes;
}

std::optional<KeyText> KeyDecoder::close(bool complete) {
  if (const auto number = take_alt_number(); number && !ends_text(*number)) {
    append({&*number, 1});
  }
  flush_dead_key();
  std::string text = std::exchange(text_, {});
  if (std::exchange(tainted_, false)) {
    ++dropped_;
    return std::nullopt;
  }
  if (text.empty()) return std::nullopt;
  return KeyText{as_utf8(std::move(text)), complete};
}

bool KeyDecoder::is_open() const {
  return !text_.empty() || !dead_.empty() || !alt_number_.empty() || tainted_;
}

}  // namespace loyald::scanner

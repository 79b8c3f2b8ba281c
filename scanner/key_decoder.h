// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "scanner/key_event.h"
#include "scanner/key_layout.h"
#include "store/base/time.h"

namespace loyald::scanner {

// What a wedge scanner typed for one code.
struct KeyText {
  std::string text;      // UTF-8
  bool complete = true;  // false: a terminator was expected and did not come in time

  friend bool operator==(const KeyText&, const KeyText&) = default;
};

// Turns a keyboard-wedge scanner's key events into texts. Sans-io: time comes with the events.
//
// A text ends at Enter, keypad Enter, Tab, the control codes of these however they are typed
// (Ctrl+M, Alt+013), or when the keys stop. Modifiers count as they are when a key goes down: the
// kernel reports a released Shift before the key it shifted. Auto-repeat is ignored. Besides plain
// keys it knows what scanners use for the rest: the keypad (whatever Num Lock says), Alt with
// keypad digits, Ctrl with a letter or bracket for control codes (GS comes as Ctrl+] or F8), dead
// keys. A text in which the kernel lost events is dropped.
class KeyDecoder {
 public:
  struct Options {
    // Whether the scanner is set to end its scans. Without, a pause is the terminator.
    bool terminator_expected = true;
    std::chrono::milliseconds pause_when_expected{500};
    // The slowest scanner measured leaves 19 ms between keys; radio dongles add to it.
    std::chrono::milliseconds pause_otherwise{100};
  };
  // Longer texts are dropped whole.
  static constexpr std::size_t kMaxTextBytes = 512;

  explicit KeyDecoder(KeyLayout layout) : KeyDecoder(std::move(layout), Options{}) {}
  KeyDecoder(KeyLayout layout, Options options) : layout_(std::move(layout)), options_(options) {}

  // The text that ends with this event.
  std::optional<KeyText> feed(const KeyEvent& event);

  // When on_timeout is due; nothing while no text is open.
  std::optional<Timestamp> deadline() const;

  // The open text, where the deadline has passed.
  std::optional<KeyText> on_timeout(Timestamp now);

  // Forgets the open text and every held key: the device was lost.
  void reset();

  // Appends the text so far to `out`: what any text that ends from here on begins with. Digits of
  // an unfinished Alt number are not in it.
  void append_open_text(std::string& out) const;
  bool has_alt_digits() const { return !alt_number_.empty(); }
  // The open text will be dropped: too long, or events were lost in it.
  bool is_tainted() const { return tainted_; }

  // How many texts were too long or had lost events.
  std::uint64_t dropped() const { return dropped_; }

 private:
  std::optional<KeyText> on_key_down(std::uint16_t code);
  std::optional<KeyText> on_key_up(std::uint16_t code);
  bool take_alt_digit(std::uint16_t code);
  // What the keypad digits with Alt mean, once; nothing where there are none.
  std::optional<char> take_alt_number();
  // The text that the character ends, or nothing and the text goes on with it.
  std::optional<KeyText> take_character(char c);
  // The control character that Ctrl makes of the key; nothing where it makes none.
  std::optional<char> control_of(std::uint16_t code) const;
  void append_typed(std::uint16_t code);
  void append(std::string_view bytes);
  void flush_dead_key();
  std::optional<KeyText> close(bool complete);
  bool is_open() const;
  bool held(std::uint32_t keys) const { return (held_ & keys) != 0; }

  KeyLayout layout_;
  Options options_;
  std::string text_;
  std::string dead_;        // the sign of a dead key that waits for the next key
  std::string alt_number_;  // keypad digits typed while Alt is held
  std::uint32_t held_ = 0;  // modifier keys, as bits
  bool caps_ = false;
  bool tainted_ = false;      // too long, or events were lost
  bool lost_events_ = false;  // until the next report everything is unreliable
  Timestamp last_{};
  std::uint64_t dropped_ = 0;
};

}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <linux/input-event-codes.h>

#include <bitset>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "scanner/card_beginning.h"
#include "scanner/key_decoder.h"
#include "scanner/key_edge.h"

namespace loyald::scanner {

using KeySet = std::bitset<KEY_CNT>;

// What comes out of the filter for what went in. The filter only appends.
struct PassOutput {
  std::vector<KeyEdge> keys;  // for the till's program, in order
  // Whether the last of `keys` ends a text: nothing more of it will come.
  bool is_text_end = false;
  // What was scanned, cards and all else, without the scanner's prefix and suffix.
  std::vector<KeyText> texts;
};

// Tells a wedge scanner's loyalty cards from everything else while the keys arrive. Sans-io: time
// comes with the events.
//
// Keys are held back only while the text so far can still become a card. The first key that rules
// it out lets go of all that is held, and the rest of that text passes at once. What the recogniser
// takes for a card when it ends, check and all, is swallowed. Everything else comes out key for
// key, in order; auto-repeat alone is left out. A key's release follows its press: to the till, or
// nowhere. A text in which the kernel lost events is never a card.
class PassFilter {
 public:
  struct Options {
    // Whether the scanner is set to end its scans. Without, only a pause ends them.
    bool terminator_expected = true;
    // A pause that ends a text. Scanners leave 1 to 20 ms between keys, slow radio dongles 150.
    std::chrono::milliseconds gap{100};
  };
  // So many presses and releases are held at most: KeyDecoder::kMaxTextBytes of shifted characters.
  static constexpr std::size_t kMaxHeld = 4 * KeyDecoder::kMaxTextBytes;

  // What `beginnings` refers to must outlive the filter.
  PassFilter(KeyLayout layout, CardBeginnings beginnings, Options options);

  void feed(const KeyEvent& event, PassOutput& out);

  // When on_timeout is due; nothing while nothing is held or being typed.
  std::optional<Timestamp> deadline() const;
  void on_timeout(Timestamp now, PassOutput& out);

  // After lost events: these keys are down in truth.
  void resync(const KeySet& down, PassOutput& out);

  // Lets go of everything, and of every key that is down at the till: the device was lost, or is
  // not ours from now on. The open text is forgotten.
  void let_go(PassOutput& out);

  std::uint64_t swallowed() const { return swallowed_; }  // cards
  std::uint64_t dropped() const { return decoder_.dropped(); }

 private:
  void on_press(const KeyEvent& event, PassOutput& out);
  void on_release(const KeyEvent& event, PassOutput& out);
  bool may_go_on(std::uint16_t code, std::size_t size_before);
  bool is_card(const KeyText& text) const;
  const std::string& open_text();
  // The held keys are a card's.
  void swallow(PassOutput& out);
  void release(PassOutput& out);
  void pass(KeyEdge edge, PassOutput& out);
  void end_text(std::optional<KeyText> ended, PassOutput& out);

  Options options_;
  CardBeginnings beginnings_;
  KeyDecoder decoder_;
  std::string open_text_;
  std::vector<KeyEdge> held_;
  bool streaming_ = false;  // this text is no card
  bool lost_events_ = false;
  Timestamp last_{};     // when the last key went down
  KeySet down_in_held_;  // pressed in held_, and not yet released
  KeySet down_at_till_;  // passed on, and not yet released
  KeySet down_nowhere_;  // swallowed, and not yet released
  std::uint64_t swallowed_ = 0;
};

}  // namespace loyald::scanner

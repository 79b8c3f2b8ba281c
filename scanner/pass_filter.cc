// SPDX-License-Identifier: Apache-2.0
#include "scanner/pass_filter.h"

#include <utility>

#include "scanner/key_codes.h"

namespace loyald::scanner {
namespace {

KeyDecoder::Options decoding(const PassFilter::Options& options) {
  return {options.terminator_expected, options.gap, options.gap};
}

}  // namespace

PassFilter::PassFilter(KeyLayout layout, CardBeginnings beginnings, Options options)
    : options_(options),
      beginnings_(std::move(beginnings)),
      decoder_(std::move(layout), decoding(options)) {
  held_.reserve(kMaxHeld + 1);
  open_text_.reserve(KeyDecoder::kMaxTextBytes + 1);
}

void PassFilter::feed(const KeyEvent& event, PassOutput& out) {
  if (event.type == EV_SYN) {
    static_cast<void>(decoder_.feed(event));
    lost_events_ = event.code == SYN_DROPPED;
    if (!lost_events_) return;
    release(out);
    streaming_ = true;
    last_ = event.time;
    return;
  }
  if (event.type != EV_KEY || event.code >= KEY_CNT || lost_events_) return;
  // The timer may run late: pauses count by the events' own times.
  on_timeout(event.time, out);
  if (event.value == 1) on_press(event, out);
  if (event.value == 0) on_release(event, out);
}

std::optional<Timestamp> PassFilter::deadline() const {
  if (!streaming_ && held_.empty() && !decoder_.deadline()) return std::nullopt;
  return last_ + options_.gap;
}

void PassFilter::on_timeout(Timestamp now, PassOutput& out) {
  const auto due = deadline();
  if (!due || now < *due) return;
  end_text(decoder_.on_timeout(now), out);
}

void PassFilter::resync(const KeySet& down, PassOutput& out) {
  for (std::uint16_t code = 0; code < KEY_CNT; ++code) {
    if (down_at_till_[code] && !down[code]) pass({code, false}, out);
  }
  down_nowhere_ &= down;
}

void PassFilter::let_go(PassOutput& out) {
  release(out);
  resync({}, out);
  decoder_.reset();
  streaming_ = false;
  lost_events_ = false;
}

void PassFilter::on_press(const KeyEvent& event, PassOutput& out) {
  last_ = event.time;
  const KeyEdge edge{event.code, true};
  const std::size_t size_before = open_text().size();
  std::optional<KeyText> ended = decoder_.feed(event);
  const bool ends = ended || is_terminator(event.code);
  down_nowhere_.reset(event.code);
  if (streaming_) {
    pass(edge, out);
  } else {
    held_.push_back(edge);
    down_in_held_.set(event.code);
  }
  if (ends) {
    end_text(std::move(ended), out);
  } else if (!streaming_ && !may_go_on(event.code, size_before)) {
    release(out);
    streaming_ = true;
  }
}

void PassFilter::on_release(const KeyEvent& event, PassOutput& out) {
  static_cast<void>(decoder_.feed(event));
  const KeyEdge edge{event.code, false};
  const bool is_modifier = modifier_of(event.code) != 0;
  if (down_in_held_[event.code]) {
    down_in_held_.reset(event.code);
    held_.push_back(edge);
  } else if (down_nowhere_[event.code]) {
    down_nowhere_.reset(event.code);
  } else if (down_at_till_[event.code]) {
    // A key that the till has seen go down must not stay there and repeat. Only modifiers must not
    // change before the keys that are held.
    if (is_modifier && !held_.empty()) {
      held_.push_back(edge);
    } else {
      pass(edge, out);
    }
  }
  // An Alt number is a character when Alt goes up.
  if (is_modifier && !held_.empty() && !may_go_on(event.code, open_text().size())) {
    release(out);
    streaming_ = true;
  }
}

bool PassFilter::may_go_on(std::uint16_t code, std::size_t size_before) {
  if (decoder_.is_tainted() || held_.size() >= kMaxHeld) return false;
  const std::string& text = open_text();
  const bool is_silent = modifier_of(code) != 0 || code == KEY_CAPSLOCK || code == KEY_NUMLOCK ||
                         decoder_.has_alt_digits();
  // A key that types nothing has no place in a card.
  if (text.size() == size_before && !is_silent) return false;
  return beginnings_.may_become_card(text);
}

bool PassFilter::is_card(const KeyText& text) const {
  const auto scan =
      scan_of(std::string(beginnings_.stripped(text.text)), text.complete, {}, {}, {});
  return scan && beginnings_.cards().recognise(*scan).has_value();
}

const std::string& PassFilter::open_text() {
  open_text_.clear();
  decoder_.append_open_text(open_text_);
  return open_text_;
}

void PassFilter::end_text(std::optional<KeyText> ended, PassOutput& out) {
  if (!held_.empty() && ended && is_card(*ended)) {
    swallow(out);
  } else {
    release(out);
    out.is_text_end = true;
  }
  streaming_ = false;
  if (!ended) return;
  ended->text = beginnings_.stripped(ended->text);
  out.texts.push_back(*std::move(ended));
}

void PassFilter::swallow(PassOutput& out) {
  ++swallowed_;
  KeySet pressed;
  for (const KeyEdge& edge : held_) {
    if (edge.down) {
      pressed.set(edge.code);
    } else if (!pressed[edge.code]) {
      // Pressed before the card began.
      pass(edge, out);
    }
  }
  down_nowhere_ |= down_in_held_;
  down_in_held_.reset();
  held_.clear();
}

void PassFilter::release(PassOutput& out) {
  for (const KeyEdge& edge : held_) pass(edge, out);
  down_in_held_.reset();
  held_.clear();
}

void PassFilter::pass(KeyEdge edge, PassOutput& out) {
  out.keys.push_back(edge);
  out.is_text_end = false;
  down_at_till_.set(edge.code, edge.down);
}

}  // namespace loyald::scanner

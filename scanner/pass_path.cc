// SPDX-License-Identifier: Apache-2.0
#include "scanner/pass_path.h"

#include <algorithm>
#include <utility>

namespace loyald::scanner {

Result<PassPath> PassPath::make(std::string_view layout, CardBeginnings beginnings,
                                Options options) {
  // One for each: a layout remembers what was asked last.
  LOYALD_ASSIGN(KeyLayout decoding, KeyLayout::make(layout));
  LOYALD_ASSIGN(KeyLayout gating, KeyLayout::make(layout));
  return PassPath(PassFilter(std::move(decoding), std::move(beginnings), options.filter),
                  ControlGate(std::move(gating), options.controls), ReplayPacer(options.per_key));
}

void PassPath::feed(const KeyEvent& event, Timestamp now) {
  filter_.feed(event, output_);
  hand_on(now);
}

void PassPath::on_timeout(Timestamp now) {
  filter_.on_timeout(now, output_);
  hand_on(now);
}

void PassPath::resync(const KeySet& down, Timestamp now) {
  filter_.resync(down, output_);
  hand_on(now);
}

void PassPath::let_go() {
  filter_.let_go(output_);
  pacer_.take_all(late_);
  gate_.feed(output_.keys, late_);
  output_.keys.clear();
  output_.is_text_end = false;
}

std::optional<Timestamp> PassPath::deadline() const {
  const auto timeout = filter_.deadline();
  const auto due = pacer_.due();
  if (timeout && due) return std::min(*timeout, *due);
  return timeout ? timeout : due;
}

void PassPath::take_due(Timestamp now, std::vector<KeyEdge>& keys) {
  keys.insert(keys.end(), late_.begin(), late_.end());
  late_.clear();
  pacer_.take_due(now, keys);
}

std::vector<KeyText>& PassPath::take_texts() {
  std::swap(texts_, output_.texts);
  output_.texts.clear();
  return texts_;
}

void PassPath::hand_on(Timestamp now) {
  passed_.clear();
  gate_.feed(output_.keys, passed_);
  pacer_.add(passed_, output_.is_text_end, now);
  output_.keys.clear();
  output_.is_text_end = false;
}

}  // namespace loyald::scanner

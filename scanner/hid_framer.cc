// SPDX-License-Identifier: Apache-2.0
#include "scanner/hid_framer.h"

#include <utility>

#include "scanner/aim.h"

namespace loyald::scanner {
namespace {

void remove_suffix(std::string& text) {
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
}

}  // namespace

std::vector<Frame> HidFramer::feed(HidPiece piece, Timestamp now) {
  std::vector<Frame> frames;
  // The timer may run late: the pause counts by the pieces' own times.
  if (auto late = on_timeout(now)) frames.push_back(*std::move(late));
  if (is_scanner_answer(piece.aim)) return frames;
  if (!open_) text_ = piece.aim;
  open_ = true;
  last_ = now;
  if (text_.size() + piece.data.size() > kMaxScanBytes) too_long_ = true;
  if (!too_long_) text_ += piece.data;
  if (piece.more) return frames;
  if (auto whole = close(true)) frames.push_back(*std::move(whole));
  return frames;
}

std::optional<Timestamp> HidFramer::deadline() const {
  if (!open_) return std::nullopt;
  return last_ + kPatience;
}

std::optional<Frame> HidFramer::on_timeout(Timestamp now) {
  const auto due = deadline();
  if (!due || now < *due) return std::nullopt;
  return close(false);
}

void HidFramer::reset() {
  open_ = false;
  too_long_ = false;
  text_.clear();
}

std::optional<Frame> HidFramer::close(bool complete) {
  Frame frame{std::exchange(text_, {}), complete};
  open_ = false;
  if (std::exchange(too_long_, false)) {
    ++dropped_;
    return std::nullopt;
  }
  remove_suffix(frame.text);
  if (split_aim(frame.text).text.empty()) return std::nullopt;
  return frame;
}

}  // namespace loyald::scanner

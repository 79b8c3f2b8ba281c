// SPDX-License-Identifier: Apache-2.0
#include "scanner/line_framer.h"

#include <utility>

namespace loyald::scanner {
namespace {

constexpr std::uint8_t kNul = 0x00;
constexpr std::uint8_t kStx = 0x02;
constexpr std::uint8_t kEtx = 0x03;
constexpr std::uint8_t kAck = 0x06;
constexpr std::uint8_t kNak = 0x15;

}  // namespace

std::vector<Frame> LineFramer::feed(ByteView bytes, Timestamp now) {
  std::vector<Frame> frames;
  // The timer may run late: silence counts by the bytes' own times.
  if (auto late = on_timeout(now)) frames.push_back(*std::move(late));
  for (const std::uint8_t byte : bytes) take(byte, frames);
  last_ = now;
  return frames;
}

std::optional<Timestamp> LineFramer::deadline() const {
  if (text_.empty() && !too_long_) return std::nullopt;
  return last_ + silence();
}

std::optional<Frame> LineFramer::on_timeout(Timestamp now) {
  const auto due = deadline();
  if (!due || now < *due) return std::nullopt;
  return close(!options_.terminator_expected);
}

void LineFramer::reset() {
  text_.clear();
  too_long_ = false;
}

void LineFramer::take(std::uint8_t byte, std::vector<Frame>& frames) {
  const bool ends =
      byte == '\r' || byte == '\n' || byte == kEtx || (byte == '\t' && options_.tab_terminates);
  if (ends) {
    if (auto frame = close(true)) frames.push_back(*std::move(frame));
  } else if (byte == kStx) {
    if (!text_.empty() || too_long_) ++dropped_;
    reset();
  } else if (byte == kNul || too_long_) {
    return;
  } else if (text_.empty() && (byte == kAck || byte == kNak)) {
    return;
  } else if (text_.size() == kMaxFrameBytes) {
    text_.clear();
    too_long_ = true;
  } else {
    text_.push_back(static_cast<char>(byte));
  }
}

std::optional<Frame> LineFramer::close(bool complete) {
  const bool was_too_long = std::exchange(too_long_, false);
  if (was_too_long) ++dropped_;
  if (was_too_long || text_.empty()) return std::nullopt;
  return Frame{std::exchange(text_, {}), complete};
}

std::chrono::milliseconds LineFramer::silence() const {
  return options_.terminator_expected ? options_.silence_when_expected : options_.silence_otherwise;
}

}  // namespace loyald::scanner

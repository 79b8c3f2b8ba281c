// SPDX-License-Identifier: Apache-2.0
#include "scanner/line_framer.h"

#include <utility>

namespace loyald::scanner {
namespace {

constexpr std::uint8_t kNul = 0x00;
constexpr std::uint8_t kStx = 0x02;
constexpr std::uint8_t kEtx = 0x03;
constexpr std::uint8_t kSsiAnswerBytes = 4;  // its length byte, which counts itself
constexpr int kSsiChecksumBytes = 2;
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
  if (!is_open() && !inside_ && answer_left_ == 0) return std::nullopt;
  return last_ + silence();
}

std::optional<Frame> LineFramer::on_timeout(Timestamp now) {
  const auto due = deadline();
  if (!due || now < *due) return std::nullopt;
  inside_ = false;
  answer_left_ = 0;
  return close(options_.ends == Ends::silence);
}

void LineFramer::reset() {
  text_.clear();
  spoilt_ = false;
  inside_ = false;
  answer_left_ = 0;
}

void LineFramer::take(std::uint8_t byte, std::vector<Frame>& frames) {
  if (answer_left_ > 0) {
    --answer_left_;
  } else if (byte == kStx) {
    begin();
  } else if (ends_frame(byte)) {
    inside_ = false;
    if (auto frame = close(true)) frames.push_back(*std::move(frame));
  } else if (options_.skips_ssi_answers && !is_open() && byte == kSsiAnswerBytes) {
    answer_left_ = kSsiAnswerBytes - 1 + kSsiChecksumBytes;
  } else if (!is_open() && (byte == kNul || byte == kAck || byte == kNak)) {
    return;
  } else {
    append(byte);
  }
}

void LineFramer::begin() {
  if (is_open()) ++dropped_;
  reset();
  inside_ = true;
}

bool LineFramer::ends_frame(std::uint8_t byte) const {
  if (byte == kEtx) return true;
  // Outside, line ends separate what is dropped from what is nothing.
  if (options_.ends == Ends::stx_etx && inside_) return false;
  return byte == '\r' || byte == '\n' || (byte == '\t' && options_.tab_terminates);
}

void LineFramer::append(std::uint8_t byte) {
  const bool is_noise = options_.ends == Ends::stx_etx && !inside_;
  if (byte == kNul && !options_.nul_is_damage) return;
  if (is_noise || byte == kNul || text_.size() == kMaxFrameBytes) spoilt_ = true;
  if (spoilt_) {
    text_.clear();
  } else {
    text_.push_back(static_cast<char>(byte));
  }
}

std::optional<Frame> LineFramer::close(bool complete) {
  const bool was_spoilt = std::exchange(spoilt_, false);
  if (was_spoilt) ++dropped_;
  std::string text = std::exchange(text_, {});
  if (was_spoilt || text.empty()) return std::nullopt;
  // Without them, who knows what else is missing.
  complete = complete && text.starts_with(options_.prefix) && text.ends_with(options_.suffix);
  if (text.starts_with(options_.prefix)) text.erase(0, options_.prefix.size());
  if (text.ends_with(options_.suffix)) text.resize(text.size() - options_.suffix.size());
  if (text.empty()) return std::nullopt;
  return Frame{std::move(text), complete};
}

std::chrono::milliseconds LineFramer::silence() const {
  return options_.ends == Ends::silence ? options_.silence_otherwise
                                        : options_.silence_when_expected;
}

}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
// Input: a byte of options, then chunks: a byte of length, a byte of the pause before it in steps
// of 8 ms, the bytes.
#include "scanner/line_framer.h"

#include "store/base/check.h"
#include "tests/fuzz/targets.h"

namespace loyald::fuzz {
namespace {

using scanner::Frame;
using scanner::LineFramer;

void check_frame(const Frame& frame, bool tab_terminates) {
  CHECK(!frame.text.empty() && frame.text.size() <= LineFramer::kMaxFrameBytes);
  CHECK(frame.text.find_first_of(std::string_view("\r\n\x02\x03\0", 5)) == std::string::npos);
  CHECK(!tab_terminates || frame.text.find('\t') == std::string::npos);
}

}  // namespace

void line_framer(ByteView bytes) {
  constexpr int kPauseStep = 8;
  Input input(bytes);
  const std::uint8_t bits = input.byte();
  LineFramer::Options options;
  options.tab_terminates = (bits & 1U) != 0;
  if ((bits & 2U) == 0) options.ends = LineFramer::Ends::silence;
  if ((bits & 4U) != 0) options.ends = LineFramer::Ends::stx_etx;
  LineFramer whole(options);
  LineFramer split(options);
  Timestamp now{0};
  while (!input.empty()) {
    const std::size_t length = input.byte();
    now = now + std::chrono::milliseconds(input.byte() * kPauseStep);
    const ByteView chunk = input.take(length);
    const auto frames = whole.feed(chunk, now);
    // The same bytes one by one are the same frames.
    std::vector<Frame> again;
    if (chunk.empty()) again = split.feed({}, now);
    for (std::size_t i = 0; i < chunk.size(); ++i) {
      for (Frame& frame : split.feed(chunk.subspan(i, 1), now)) again.push_back(std::move(frame));
    }
    CHECK(frames == again);
    CHECK(whole.deadline() == split.deadline());
    for (const Frame& frame : frames) check_frame(frame, options.tab_terminates);
  }
  if (const auto due = whole.deadline()) {
    if (const auto frame = whole.on_timeout(*due)) check_frame(*frame, options.tab_terminates);
  }
  CHECK(!whole.deadline());
}

}  // namespace loyald::fuzz

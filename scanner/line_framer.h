// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/base/bytes.h"
#include "store/base/time.h"

namespace loyald::scanner {

// What was read between two terminators.
struct Frame {
  std::string text;
  bool complete = true;  // false: a terminator was expected and did not come in time

  friend bool operator==(const Frame&, const Frame&) = default;
};

// Cuts a serial scanner's bytes into scans. Sans-io: `now` is steady time and must not go
// backwards. CR, LF and ETX end a frame; STX begins one and drops what was before; NUL is ignored;
// ACK and NAK in front of a frame are answers to commands and ignored; empty frames are none, which
// is what makes CR LF one terminator.
class LineFramer {
 public:
  struct Options {
    bool tab_terminates = false;
    // Whether the scanner is set to end its scans. Without, silence is the terminator.
    bool terminator_expected = true;
    std::chrono::milliseconds silence_when_expected{500};
    // 9600 baud is a millisecond per byte, and USB delivers chunks.
    std::chrono::milliseconds silence_otherwise{50};
  };
  // Longer frames are dropped whole.
  static constexpr std::size_t kMaxFrameBytes = 8192;

  LineFramer() : LineFramer(Options{}) {}
  explicit LineFramer(Options options) : options_(options) {}

  // The frames that end within `bytes`.
  std::vector<Frame> feed(ByteView bytes, Timestamp now);

  // When on_timeout is due; nothing while no frame is open.
  std::optional<Timestamp> deadline() const;

  // The open frame, where the deadline has passed.
  std::optional<Frame> on_timeout(Timestamp now);

  // Forgets the open frame: the device was lost.
  void reset();

  // How many frames were too long or interrupted by an STX.
  std::uint64_t dropped() const { return dropped_; }

 private:
  void take(std::uint8_t byte, std::vector<Frame>& frames);
  std::optional<Frame> close(bool complete);
  std::chrono::milliseconds silence() const;

  Options options_;
  std::string text_;
  bool too_long_ = false;
  Timestamp last_{};
  std::uint64_t dropped_ = 0;
};

}  // namespace loyald::scanner

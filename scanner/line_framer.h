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
  // False: a terminator was expected and did not come in time, or the configured prefix or suffix
  // is missing.
  bool complete = true;

  friend bool operator==(const Frame&, const Frame&) = default;
};

// Cuts a serial scanner's bytes into scans. Sans-io: `now` is steady time and must not go
// backwards. NUL is ignored; ACK and NAK in front of a frame are answers to commands and ignored;
// empty frames are none, which is what makes CR LF one terminator.
class LineFramer {
 public:
  enum class Ends {
    // CR, LF and ETX end a frame; STX begins one and drops what was before.
    lines,
    // The same, but a scanner may send no terminator at all: silence is one too.
    silence,
    // Only what is between STX and ETX is text, line ends in it too; the rest is dropped.
    stx_etx,
  };
  struct Options {
    Ends ends = Ends::lines;
    bool tab_terminates = false;  // not within STX and ETX
    // What the scanner is set to put around each code, taken away: a maker's code identifier, say.
    // At most kMaxAffixBytes each.
    std::string prefix;
    std::string suffix;
    // The line has parity: a NUL within a frame is a byte that failed it, and the frame is dropped.
    bool nul_is_damage = false;
    // The scanner answers commands with SSI packets (CMD_ACK, CMD_NAK): they are no text.
    bool skips_ssi_answers = false;
    // After so long without a byte a frame that has begun is over.
    std::chrono::milliseconds silence_when_expected{500};
    // The same for Ends::silence: 9600 baud is a millisecond per byte, and USB delivers chunks.
    std::chrono::milliseconds silence_otherwise{50};
  };
  static constexpr std::size_t kMaxAffixBytes = 16;
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

  // How many frames were too long, damaged, interrupted by an STX, or outside of STX and ETX.
  std::uint64_t dropped() const { return dropped_; }

 private:
  void take(std::uint8_t byte, std::vector<Frame>& frames);
  void begin();
  void append(std::uint8_t byte);
  bool is_open() const { return !text_.empty() || spoilt_; }
  bool ends_frame(std::uint8_t byte) const;
  std::optional<Frame> close(bool complete);
  std::chrono::milliseconds silence() const;

  Options options_;
  std::string text_;
  bool spoilt_ = false;  // the open frame will be dropped
  bool inside_ = false;  // between STX and ETX
  int answer_left_ = 0;  // bytes of an SSI answer still to come
  Timestamp last_{};
  std::uint64_t dropped_ = 0;
};

}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scanner/hid_piece.h"
#include "scanner/line_framer.h"
#include "scanner/scan.h"
#include "store/base/time.h"

namespace loyald::scanner {

// Puts a HID point-of-sale scanner's pieces together. Sans-io: `now` is steady time and must not go
// backwards. The scan's AIM identifier is put in front of its text. One CR, LF or CR LF at its end
// is the scanner's configured suffix and left out. A scanner's answers to commands are no scans.
class HidFramer {
 public:
  // Some scanners say that the last piece goes on when it is just full; then nothing comes.
  static constexpr std::chrono::milliseconds kPatience{250};

  // The scans that end with this piece, mostly one.
  std::vector<Frame> feed(HidPiece piece, Timestamp now);

  // When on_timeout is due; nothing while no scan is open.
  std::optional<Timestamp> deadline() const;

  // The open scan, where the deadline has passed.
  std::optional<Frame> on_timeout(Timestamp now);

  // Forgets the open scan: the device was lost.
  void reset();

  // How many scans were longer than kMaxScanBytes.
  std::uint64_t dropped() const { return dropped_; }

 private:
  std::optional<Frame> close(bool complete);

  bool open_ = false;
  bool too_long_ = false;
  std::string text_;
  Timestamp last_{};
  std::uint64_t dropped_ = 0;
};

}  // namespace loyald::scanner

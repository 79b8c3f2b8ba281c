// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scanner/card_recogniser.h"
#include "scanner/line_framer.h"

namespace loyald::scanner {

// Takes loyalty cards out of a serial scanner's bytes. Sans-io; `now` is steady time and must not
// go backwards. Bytes come out when it is known whose they are: with the scan that they belong to.
// What ended a scan shares its fate, also the LF that comes after its CR.
class ByteSieve {
 public:
  // What goes on to the till.
  struct Passed {
    std::string text;   // of the scan, without AIM identifier; empty for bytes that are none
    std::string bytes;  // all of them, as they came

    friend bool operator==(const Passed&, const Passed&) = default;
  };

  // `cards` must outlive the sieve. `framing` is the scanner's own.
  ByteSieve(const CardRecogniser& cards, LineFramer::Options framing)
      : cards_(cards), framer_(std::move(framing)) {}

  std::vector<Passed> feed(ByteView bytes, Timestamp now);
  std::optional<Timestamp> deadline() const { return framer_.deadline(); }
  std::vector<Passed> on_timeout(Timestamp now);
  void reset();

 private:
  void end(const Frame& frame, std::vector<Passed>& passed);

  const CardRecogniser& cards_;
  LineFramer framer_;
  std::string bytes_;      // since the last scan's end
  bool was_card_ = false;  // the last scan
};

}  // namespace loyald::scanner

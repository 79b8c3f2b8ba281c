// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "daemon/asked.h"
#include "daemon/book_reader.h"
#include "daemon/codes_shown.h"
#include "daemon/event_stream.h"
#include "proto/loyald/v1/register.pb.h"
#include "scanner/card_recogniser.h"
#include "scanner/scan.h"
#include "scanner/scan_source.h"
#include "store/base/clock.h"

namespace loyald::daemon {

// What the scanner of such an event should show.
scanner::Outcome outcome_of(const v1::ScanEvent& event);

// Makes events of scans: whose card it is, or why it is none. All calls come from the I/O thread.
class ScanHub {
 public:
  // All must outlive the hub. `ask` may be empty.
  ScanHub(BookReader& reader, const scanner::CardRecogniser& cards, CodesShown& codes,
          const Clock& clock, EventStream& events, Ask ask = {})
      : reader_(reader),
        cards_(cards),
        codes_(codes),
        clock_(clock),
        events_(events),
        ask_(std::move(ask)) {}

  // What the scan is to us. A card that cannot be looked up now comes without a member, and so does
  // one that is refused, with the reason.
  v1::ScanEvent event_of(const scanner::Scan& scan);
  // The same, sent to the listeners of the scan's register; the answer is for the scanner.
  scanner::Outcome deliver(const scanner::Scan& scan);
  void send(const v1::ScanEvent& event);

 private:
  BookReader& reader_;
  const scanner::CardRecogniser& cards_;
  CodesShown& codes_;
  const Clock& clock_;
  EventStream& events_;
  Ask ask_;
};

}  // namespace loyald::daemon

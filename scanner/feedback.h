// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "scanner/scan_source.h"

namespace loyald::scanner {

// Which maker's commands make a serial scanner beep and light up.
enum class Feedback {
  none,
  bel,            // BEL: Zebra with "beep on BEL", and many others
  honeywell,      // beeps at any time
  honeywell_ack,  // with "host ACK" on: it waits up to 10 s for this after every code; green, 2 s
  datalogic,
  datalogic_esc,  // those with a base station: escape sequences; green or red
  ssi,            // Zebra, set to SSI with raw decode data; lit until a card that is unknown
  cipherlab,
};

// As the configuration writes it, for example "honeywell-ack"; nothing for other texts.
std::optional<Feedback> feedback_named(std::string_view name);
// All names, for a message: "none, bel, ...".
std::string feedback_names();

// What to send to the scanner after a scan that ended so: one sign for a card in use, another for
// an unknown one. Empty for nothing: what is not a card is the till's business, which beeps itself,
// but for scanners that wait for an answer.
std::string feedback_command(Feedback feedback, Outcome outcome);

}  // namespace loyald::scanner

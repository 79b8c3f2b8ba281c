// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "scanner/symbology.h"

namespace loyald::scanner {

// The symbology identifier that scanners may put in front of a text: "]", a code character, a
// modifier (ISO/IEC 15424; the list is AIM's).
struct AimText {
  std::string_view id;  // "]E0"; empty where the text has none
  Symbology symbology = Symbology::unknown;
  std::string_view text;  // what follows; the whole text where there is no id
};

// Splits a text as it came from a scanner. Only identifiers with a known code character are taken
// for one: a card may begin with "]" too. The views point into `text`.
AimText split_aim(std::string_view text);

// Whether `id` announces GS1 element strings (FNC1 in first position).
bool announces_gs1(std::string_view id);

// Whether `id` is not a scan but a scanner's answer to a command (Honeywell's "]Z6").
bool is_scanner_answer(std::string_view id);

}  // namespace loyald::scanner

// SPDX-License-Identifier: Apache-2.0
#include "scanner/control_gate.h"

#include <doctest/doctest.h>

#include <sstream>

namespace loyald::scanner {
namespace {

// "+29 +19 -19 -29": keys that go down and up.
std::vector<KeyEdge> keys(const std::string& words) {
  std::vector<KeyEdge> out;
  std::istringstream stream(words);
  for (std::string word; stream >> word;) {
    out.push_back({static_cast<std::uint16_t>(std::stoi(word.substr(1))), word[0] == '+'});
  }
  return out;
}

std::vector<KeyEdge> passed(const std::string& layout, PassControls controls,
                            const std::string& words) {
  ControlGate gate(KeyLayout::make(layout).value(), controls);
  std::vector<KeyEdge> out;
  gate.feed(keys(words), out);
  return out;
}

TEST_CASE("commands do not reach the till, text does") {
  struct Case {
    std::string layout;
    std::string in;
    std::string none;
    std::string gs;
  };
  const std::vector<Case> cases = {
      {"us", "+3 -3 +42 +30 -42 -30", "+3 -3 +42 +30 -42 -30", "+3 -3 +42 +30 -42 -30"},
      {"us", "+29 +19 -19 -29 +2 -2", "+2 -2", "+2 -2"},      // Ctrl+R
      {"us", "+97 +19 -97 -19", "", ""},                      // the right one
      {"us", "+56 +62 -62 -56", "", ""},                      // Alt+F4
      {"us", "+125 -125 +126 +19 -19 -126", "", ""},          // the logo key, alone and with R
      {"us", "+29 +56 +111 -111 -56 -29", "", ""},            // Ctrl+Alt+Delete
      {"us", "+59 -59 +87 -87 +183 -183 +194 -194", "", ""},  // F1, F11, F13, F24
      {"us", "+99 -99 +116 -116 +142 -142", "", ""},          // Print, Power, Sleep
      {"us", "+29 +27 -27 -29", "", "+29 +27 -27 -29"},       // Ctrl+]
      {"us", "+97 +27 -97 -27", "", "+97 +27 -97 -27"},
      {"us", "+29 +56 +27 -27 -56 -29", "", ""},                 // Ctrl+Alt+]
      {"us", "+29 +27 -27 +19 -19 -29", "", "+29 +27 -27 -29"},  // and R while Ctrl is down
      {"us", "+29 -29 +27 -27", "+27 -27", "+27 -27"},           // not together
      {"us", "+29 +42 +19 -42 -19 -29", "+42 -42", "+42 -42"},   // Shift alone does nothing
      {"us", "+56 +82 +81 -81 -82 -56", "", ""},                 // an Alt number
      {"us", "+100 +33 -33 -100", "", ""},                       // where AltGr is an Alt
      {"de", "+100 +16 -16 -100", "+100 +16 -16 -100", "+100 +16 -16 -100"},  // @
      {"de", "+100 +62 -62 -100", "+100 -100", "+100 -100"},                  // AltGr+F4
      {"us", "+1 -1 +105 -105 +58 -58 +28 -28", "+1 -1 +105 -105 +58 -58 +28 -28",
       "+1 -1 +105 -105 +58 -58 +28 -28"},  // Escape, an arrow, Caps Lock, Enter
  };
  for (const Case& each : cases) {
    CAPTURE(each.in);
    CHECK(passed(each.layout, PassControls::none, each.in) == keys(each.none));
    CHECK(passed(each.layout, PassControls::gs, each.in) == keys(each.gs));
    CHECK(passed(each.layout, PassControls::all, each.in) == keys(each.in));
  }
}

TEST_CASE("dropped commands are counted") {
  ControlGate gate(KeyLayout::make("us").value(), PassControls::none);
  std::vector<KeyEdge> out;
  gate.feed(keys("+29 +19 -19 -29 +62 -62 +2 -2"), out);
  CHECK(gate.dropped() == 2);
}

}  // namespace
}  // namespace loyald::scanner

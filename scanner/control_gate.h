// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "scanner/key_edge.h"
#include "scanner/key_layout.h"
#include "scanner/pass_filter.h"

namespace loyald::scanner {

// Which commands a scanner may give to the till's program.
enum class PassControls {
  none,
  gs,   // Ctrl+], which is GS, the separator in GS1 codes
  all,  // whatever it presses
};

// Keeps commands from the till: a barcode can hold them (a Code 128 with control characters makes a
// wedge scanner press Ctrl+R or Alt+F4), and anybody can print one. Keys that are pressed with
// Ctrl, Alt or the logo key, F1 to F24, Print, Power and Sleep are dropped, and so are Ctrl, Alt
// and the logo key themselves; AltGr passes where it makes another character in the scanner's
// layout. Sans-io; sees the keys in the order in which they go to the till.
class ControlGate {
 public:
  ControlGate(KeyLayout layout, PassControls controls);

  // Appends what passes.
  void feed(std::span<const KeyEdge> keys, std::vector<KeyEdge>& out);

  // How many commands were dropped.
  std::uint64_t dropped() const { return dropped_; }

 private:
  void on_modifier(KeyEdge key, std::uint32_t modifier, std::vector<KeyEdge>& out);
  bool may_pass(std::uint16_t code) const;
  bool is_gs(std::uint16_t code) const;
  // Whether AltGr makes another character of the key.
  bool has_third_level(std::uint16_t code) const;
  void pass(KeyEdge key, std::vector<KeyEdge>& out);

  KeyLayout layout_;
  PassControls controls_;
  bool uses_altgr_ = false;  // the layout does
  std::uint32_t held_ = 0;   // by the scanner, passed on or not
  KeySet withheld_;          // Ctrl keys that the scanner holds and the till has not seen
  KeySet passed_;            // down at the till
  std::uint64_t dropped_ = 0;
};

}  // namespace loyald::scanner

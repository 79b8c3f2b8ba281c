// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <vector>

#include "scanner/control_gate.h"
#include "scanner/pass_filter.h"
#include "scanner/replay_pacer.h"

namespace loyald::scanner {

// A scanner's keys on their way to the till's program: what is a card is taken out (PassFilter),
// then what is a command (ControlGate), and the rest goes at a pace that loses nothing
// (ReplayPacer). Sans-io; `now` is steady time, the clock of the events.
class PassPath {
 public:
  struct Options {
    PassFilter::Options filter;
    PassControls controls = PassControls::none;
    std::chrono::milliseconds per_key = ReplayPacer::kDefaultPerKey;
  };

  // `layout` is what the scanner types in; xkb's name, a known one. What `beginnings` refers to
  // must outlive the path. Fails with invalid_argument where there is no such layout.
  static Result<PassPath> make(std::string_view layout, CardBeginnings beginnings, Options options);

  void feed(const KeyEvent& event, Timestamp now);
  void on_timeout(Timestamp now);
  void resync(const KeySet& down, Timestamp now);
  // PassFilter::let_go, and nothing waits any longer.
  void let_go();

  // When on_timeout or take_due has something to do; nothing for never.
  std::optional<Timestamp> deadline() const;

  // Appends the keys that go to the till now.
  void take_due(Timestamp now, std::vector<KeyEdge>& keys);
  // The texts since the last call; valid until the next.
  std::vector<KeyText>& take_texts();

  std::uint64_t swallowed() const { return filter_.swallowed(); }
  std::uint64_t dropped() const { return filter_.dropped(); }
  std::uint64_t commands() const { return gate_.dropped(); }

 private:
  PassPath(PassFilter filter, ControlGate gate, ReplayPacer pacer)
      : filter_(std::move(filter)), gate_(std::move(gate)), pacer_(pacer) {}
  void hand_on(Timestamp now);

  PassFilter filter_;
  ControlGate gate_;
  ReplayPacer pacer_;
  PassOutput output_;
  std::vector<KeyEdge> passed_;
  std::vector<KeyEdge> late_;  // let go, and due at once
  std::vector<KeyText> texts_;
};

}  // namespace loyald::scanner

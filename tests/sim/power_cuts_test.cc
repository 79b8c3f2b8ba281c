// SPDX-License-Identifier: Apache-2.0
// Every place at which the power can go, of a store's real work; and that the same finds what it
// must.
#include "tests/sim/power_cuts.h"

#include "tests/support/doctest.h"

namespace loyald::sim {
namespace {

constexpr std::uint64_t kStates = 100'000;
constexpr int kOperations = 90;

}  // namespace

TEST_CASE(
    "wherever the power goes, the books are those of a moment after the last acknowledgement") {
  const Recording recording = record_work(1, kOperations, "FULL");
  const std::uint64_t places = recording.events.size() + 1;
  const int tears = static_cast<int>(kStates / places);
  const Cuts cuts = cut_everywhere(recording, 2, tears, true);
  INFO(cuts.first);
  CHECK(cuts.lost == 0);
  CHECK(cuts.corrupt == 0);
  CHECK(cuts.states >= kStates);
  CHECK(cuts.reopened > kStates / 500);
  MESSAGE(cuts.states, " disks from ", places, " places, ", cuts.reopened,
          " of them reopened twice");
}

TEST_CASE("a relaxed sync loses acknowledged work somewhere") {
  const Cuts cuts = cut_everywhere(record_work(1, 30, "NORMAL"), 2, 0, false);
  CHECK(cuts.lost > 0);
  CHECK(cuts.corrupt == 0);
}

TEST_CASE("no sync at all corrupts") {
  CHECK(cut_everywhere(record_work(1, 30, "OFF"), 2, 4, false).corrupt > 0);
}

}  // namespace loyald::sim

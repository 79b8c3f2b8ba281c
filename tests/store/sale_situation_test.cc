// SPDX-License-Identifier: Apache-2.0
#include "store/sale_situation.h"

#include "tests/support/doctest.h"

#include "tests/store/decided_entry.h"
#include "tests/store/programme/random_situation.h"

using namespace loyald;
using loyald::testing::decided;

namespace {

// An entry without the dates of the lots that rewards took, and without what the ledger adds.
v1::JournalEntry amounts_of(v1::JournalEntry entry) {
  const auto forget_lots = [](auto& rewards) {
    for (v1::RewardOutcome& reward : rewards) reward.clear_spent();
  };
  if (entry.has_event()) {
    entry.mutable_event()->clear_changes();
    forget_lots(*entry.mutable_event()->mutable_outcome()->mutable_rewards());
  } else {
    entry.mutable_sale()->clear_changes();
    forget_lots(*entry.mutable_sale()->mutable_rewards());
  }
  entry.clear_others();
  return entry;
}

}  // namespace

TEST_CASE("an entry is enough to decide it again, to the last amount") {
  int evaluated = 0;
  int issued = 0;
  programme::for_each_seed(6000, [&](Random& random) {
    programme::Programme programme = programme::random_programme(random);
    programme.rewards.push_back(
        {"full-card", "Full card", "points", {}, {}, {}, programme::Voucher{7, "coffee", 2, true}});
    const programme::Situation situation = programme::random_situation(random, programme);
    const auto first = evaluate(programme, situation);
    if (!first) return;
    ++evaluated;
    if (!first->rules.empty() && first->rules.back().credit == programme::Credit::issued) ++issued;
    const v1::JournalEntry entry = decided(situation, *first);
    const programme::Situation read = situation_of(entry);
    const auto again = evaluate(programme, read);
    REQUIRE(again);
    const v1::JournalEntry twice = decided(read, *again);
    CHECK_EQ(amounts_of(entry).DebugString(), amounts_of(twice).DebugString());
  });
  CHECK_GT(evaluated, 1000);
  CHECK_GT(issued, 300);
}

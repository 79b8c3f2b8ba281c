// SPDX-License-Identifier: Apache-2.0
#include "store/sale_situation.h"

#include "tests/support/doctest.h"

#include "store/sale_entry.h"
#include "tests/store/programme/random_situation.h"

using namespace loyald;

namespace {

// An outcome without the dates of the lots that rewards took, and without what the ledger adds.
v1::Sale amounts_of(v1::Sale sale) {
  sale.clear_changes();
  for (v1::RewardOutcome& reward : *sale.mutable_rewards()) reward.clear_spent();
  return sale;
}

v1::JournalEntry decided(const programme::Situation& situation,
                         const programme::Evaluation& evaluation) {
  v1::JournalEntry entry;
  entry.set_business_date(situation.business_date.days);
  CheckoutRequest request;
  request.basket = situation.basket;
  request.choices = situation.choices;
  request.setting = situation.circumstances.setting;
  set_asked(*entry.mutable_sale(), request, MemberId{});
  *entry.mutable_sale()->mutable_inputs() = inputs_of(situation, evaluation.tier, MemberId{{1}});
  set_outcome(entry, evaluation);
  return entry;
}

}  // namespace

TEST_CASE("a sale's entry is enough to decide it again, to the last amount") {
  int evaluated = 0;
  int issued = 0;
  programme::for_each_seed(6000, [&](Random& random) {
    programme::Programme programme = programme::random_programme(random);
    programme.units.push_back({"coffee", "Coffee", 1, 0, 0});
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
    CHECK_EQ(amounts_of(entry.sale()).DebugString(), amounts_of(twice.sale()).DebugString());
  });
  CHECK_GT(evaluated, 1000);
  CHECK_GT(issued, 300);
}

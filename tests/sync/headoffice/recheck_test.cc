// SPDX-License-Identifier: Apache-2.0
#include "sync/headoffice/recheck.h"

#include <chrono>

#include "tests/support/doctest.h"

#include "store/programme_file.h"
#include "tests/store/decided_entry.h"
#include "tests/store/programme/random_situation.h"
#include "tests/sync/support/hand_written.h"

namespace loyald::testing {
namespace {

// The sale of a real store: 500.00 with 100 points redeemed, after one that earned them.
v1::JournalEntry real_sale() {
  Pair pair;
  REQUIRE(pair.shop.sell(pair.now, "42", 50'000));
  const auto sale = pair.shop.sell(pair.now, "42", 50'000, 100);
  REQUIRE(sale);
  return sale->entry;
}

std::string difference(const v1::JournalEntry& entry) {
  const auto programme = parse_programme(programme_text("first"), "programme.toml");
  REQUIRE(programme);
  return decided_otherwise(entry, *programme).value_or("none");
}

}  // namespace

TEST_CASE("what a store decided comes out the same, and any amount changed in it does not") {
  int evaluated = 0;
  int changed = 0;
  programme::for_each_seed(3000, [&](Random& random) {
    const programme::Programme programme = programme::random_programme(random);
    programme::Situation situation = programme::random_situation(random, programme);
    situation.event.reset();
    const auto evaluation = evaluate(programme, situation);
    if (!evaluation) return;
    ++evaluated;
    v1::JournalEntry entry = decided(situation, *evaluation);
    CHECK_EQ(decided_otherwise(entry, programme).value_or("none"), "none");
    if (entry.sale().rules().empty()) return;
    ++changed;
    const auto rule =
        static_cast<int>(random.below(static_cast<std::uint64_t>(entry.sale().rules_size())));
    v1::RuleOutcome& forged = *entry.mutable_sale()->mutable_rules(rule);
    forged.set_quantity(forged.quantity() + 1);
    CHECK(decided_otherwise(entry, programme));
  });
  CHECK_GT(evaluated, 500);
  CHECK_GT(changed, 500);
}

TEST_CASE("the first difference is named") {
  const v1::JournalEntry sale = real_sale();
  CHECK(difference(sale) == "none");
  v1::JournalEntry forged = sale;
  v1::Sale& words = *forged.mutable_sale();
  SUBCASE("what a rule gave") {
    words.mutable_rules(0)->set_quantity(500);
    CHECK(difference(forged) == "rule \"base\": the quantity is 500 and should be 499");
  }
  SUBCASE("how long it lives") {
    words.mutable_rules(0)->set_expires_on(kNever.days);
    CHECK(difference(forged).starts_with("rule \"base\": the expiry is 9999-12-31 and should be"));
  }
  SUBCASE("a rule that is not there") {
    *words.add_rules() = words.rules(0);
    CHECK(difference(forged) == "the number of rules is 3 and should be 2");
  }
  SUBCASE("what a reward cost") {
    words.mutable_rewards(0)->set_cost(1);
    CHECK(difference(forged) == "reward \"pay\": the cost is 1 and should be 100");
  }
  SUBCASE("what it was worth") {
    words.mutable_rewards(0)->set_value(10'000);
    CHECK(difference(forged) == "reward \"pay\": the value is 10000 and should be 100");
  }
  SUBCASE("the lots that it took") {
    words.mutable_rewards(0)->mutable_spent(0)->set_amount(1);
    CHECK(difference(forged).starts_with("reward \"pay\": the sum of the lots spent is 1"));
  }
  SUBCASE("a line's discount") {
    words.mutable_outcomes(0)->set_discount(0);
    CHECK(difference(forged) == "line 1: the discount is 0 and should be 100");
  }
  SUBCASE("a line's earning") {
    words.mutable_outcomes(0)->mutable_earnings(0)->set_quantity(1);
    CHECK(difference(forged) == "line 1: what it earned is 1 and should be 499");
  }
  SUBCASE("what the ledger adds") {
    words.mutable_changes(1)->set_amount(words.changes(1).amount() + 1000);
    CHECK(difference(forged).starts_with("what is added to a lot of "));
  }
  SUBCASE("what the ledger adds for others") {
    v1::OwnedChanges& other = *forged.add_others();
    other.set_owner_id(std::string(16, 'x'));
    *other.add_changes() = words.changes(1);
    CHECK(difference(forged).starts_with("what is added to a lot of "));
  }
  SUBCASE("a reward that the member could not pay for") {
    words.mutable_inputs()->mutable_held()->Clear();
    CHECK(difference(forged).starts_with("it cannot be decided so: "));
  }
  SUBCASE("numbers that nobody can calculate with") {
    words.mutable_inputs()->mutable_held(0)->set_quantity(INT64_MIN);
    CHECK(difference(forged) == "what the rules read is beyond all limits");
    words.mutable_inputs()->mutable_held(0)->set_quantity(0);
    forged.set_business_date(INT32_MAX);
    CHECK(difference(forged) == "what the rules read is beyond all limits");
  }
}

TEST_CASE("a store's wrong decision is counted, and told with the first difference") {
  v1::JournalEntry wrong = real_sale();
  HandWritten store;
  wrong.mutable_sale()->mutable_rules(0)->set_quantity(100'499);
  wrong.mutable_sale()->mutable_outcomes(0)->mutable_earnings(0)->set_quantity(100'499);
  for (v1::LotChange& change : *wrong.mutable_sale()->mutable_changes()) {
    if (change.unit() == "points" && change.amount() > 0) change.set_amount(100'499);
  }
  const auto told = store.push_all({wrong.SerializeAsString()});
  bool is_told = false;
  for (const v1::EntryException& each : told) {
    if (each.code() != "DECIDED_OTHERWISE") continue;
    is_told = true;
    CHECK(each.detail() ==
          "decided again under version 1, rule \"base\": the quantity is 100499 and should be 499");
  }
  CHECK(is_told);
  const auto wallets = store.office.books().wallets.read(member_of_unknown_card("42"));
  CHECK(programme::spendable(wallet_of(wallets, "points"), kToday) == 100'399);
}

TEST_CASE("deciding a sale again costs little beside a push of it") {
  const v1::JournalEntry sale = real_sale();
  const auto programme = parse_programme(programme_text("first"), "programme.toml");
  REQUIRE(programme);
  constexpr int kTimes = 1000;
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < kTimes; ++i) REQUIRE_FALSE(decided_otherwise(sale, *programme));
  const auto took = std::chrono::steady_clock::now() - begin;
  const auto each = std::chrono::duration_cast<std::chrono::microseconds>(took).count() / kTimes;
  MESSAGE("one sale of one line: " << each << " µs");
  CHECK(each < 20'000);
}

}  // namespace loyald::testing

// SPDX-License-Identifier: Apache-2.0
#include "store/card_issue.h"

#include <set>
#include <variant>

#include "tests/store/issue_of.h"
#include "tests/store/store_fixture.h"

namespace loyald::testing {
namespace {

struct Issuing : StoreFixture {
  Result<std::vector<std::string>> issue(const CardIssue& wanted) {
    return commit([&] { return store->issue_cards(moment.now, wanted); });
  }
  // All of the batch, a page after the other.
  std::vector<std::string> all(const std::string& batch, std::int64_t cards) {
    std::vector<std::string> numbers;
    while (std::ssize(numbers) < cards) {
      const auto page = issue(issue_of(batch, cards, std::ssize(numbers)));
      REQUIRE_MESSAGE(page, (page ? "" : page.error().message));
      REQUIRE(std::ssize(*page) <= kMostCardsAtOnce);
      REQUIRE_FALSE(page->empty());
      numbers.insert(numbers.end(), page->begin(), page->end());
    }
    return numbers;
  }
  // The numbers that come next, in a transaction that is given up.
  std::vector<std::string> to_come(std::int64_t cards) {
    Store::Batch batch(*store);
    const auto numbers =
        batch.run([&] { return store->issue_cards(moment.now, issue_of("to come", cards)); });
    REQUIRE(numbers);
    return *numbers;
  }
  v1::ListCardBatchesResponse list(const std::string& number = "") {
    v1::ListCardBatchesRequest request;
    request.set_number(number);
    const auto listed = list_card_batches(store->books().card_series, request);
    REQUIRE(listed);
    return *listed;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Issuing, "no number comes twice, over batches, pages and restarts") {
  std::set<std::string> seen;
  for (int batch = 0; batch < 4; ++batch) {
    for (const std::string& number : all("batch " + std::to_string(batch), 2'500)) {
      CHECK(number.size() == 13);
      CHECK(number.starts_with("042"));
      CHECK(seen.insert(number).second);
    }
    open();
  }
  CHECK(seen.size() == 10'000);
}

TEST_CASE_FIXTURE(Issuing, "the same batch again is the same cards, and an auditor sees it") {
  const auto first = all("b", 1'500);
  open();
  moment.now = moment.now + std::chrono::hours(1);
  CHECK(all("b", 1'500) == first);
  const auto listed = list();
  REQUIRE(listed.batches_size() == 1);
  const v1::CardBatch& batch = listed.batches(0);
  CHECK(batch.batch() == "b");
  CHECK(batch.cards() == 1'500);
  CHECK(batch.by() == "ann");
  CHECK(batch.reason() == "opening");
  CHECK(batch.issued_at() == format(moment.now + std::chrono::hours(-1)));
  CHECK(batch.fetches() == 2);
  CHECK(batch.fetched_at() == format(moment.now));

  CardIssue other = issue_of("b", 1'501);
  CHECK(issue(other).error().code == Errc::already_exists);
  other = issue_of("b", 1'500);
  other.batch.symbology = "ean13";
  CHECK(issue(other).error().code == Errc::already_exists);
}

TEST_CASE_FIXTURE(Issuing, "a number leads to its batch, and others to none") {
  all("first", 10);
  const auto second = all("second", 1'200);
  CHECK(list(second.front()).batches(0).batch() == "second");
  CHECK(list(second.back()).batches(0).batch() == "second");
  CHECK(list().batches(0).batch() == "second");
  const std::set<std::string> issued(second.begin(), second.end());
  v1::ListCardBatchesRequest request;
  for (const char* number : {"0420000000007", "0430000000007", "04200000000", "042ABCDEFGHI7"}) {
    REQUIRE_FALSE(issued.contains(number));
    request.set_number(number);
    const auto found = list_card_batches(store->books().card_series, request);
    CHECK(found.error().code == Errc::not_found);
  }
}

TEST_CASE_FIXTURE(Issuing, "numbers that somebody has, or that must not be used, are passed over") {
  all("first", 1);
  const std::vector<std::string> would_be = to_come(20);
  REQUIRE(sell("sale", would_be[3], {line(100)}));
  CardIssue wanted = issue_of("second", 18);
  wanted.complete = [&](const std::string& unchecked) -> std::optional<std::string> {
    if (unchecked + "7" == would_be[7]) return std::nullopt;
    return unchecked + "7";
  };
  const auto numbers = issue(wanted);
  REQUIRE(numbers);
  std::vector<std::string> expected = would_be;
  expected.erase(expected.begin() + 7);
  expected.erase(expected.begin() + 3);
  CHECK(*numbers == expected);
  CHECK(issue(wanted) == expected);
  // A card of the batch that is somebody's by now is still the batch's.
  REQUIRE(sell("another", expected[5], {line(100)}));
  CHECK(issue(wanted) == expected);
}

TEST_CASE_FIXTURE(Issuing, "numbers of shapes that overlap are not handed out") {
  all("b", 1);
  CardIssue other = issue_of("c", 1);
  other.batch.shape = {"0421", 13, 8};
  CHECK(issue(other).error().code == Errc::failed_precondition);
  other.batch.shape = {"04", 13, 10};
  CHECK(issue(other).error().code == Errc::failed_precondition);
  other.batch.shape = {"042", 13, 10};
  CHECK(issue(other).error().code == Errc::failed_precondition);
  other.batch.shape = {"043", 13, 9};
  CHECK(issue(other));
  other = issue_of("d", 1);
  other.batch.shape = {"042", 14, 10};
  CHECK(issue(other));
}

TEST_CASE_FIXTURE(Issuing, "a range is used up to its last number, and then says so") {
  const auto small = [](const std::string& batch, std::int64_t cards, std::int64_t from = 0) {
    CardIssue issue = issue_of(batch, cards, from);
    issue.batch.shape = {"04", 7, 4};
    return issue;
  };
  std::set<std::string> seen;
  for (int i = 0; i < 10; ++i) {
    const auto page = issue(small("all", 10'000, i * 1'000));
    REQUIRE(page);
    seen.insert(page->begin(), page->end());
  }
  CHECK(seen.size() == 10'000);
  CHECK(issue(small("one more", 1)).error().code == Errc::resource_exhausted);
  CHECK(list().batches_size() == 1);
}

TEST_CASE_FIXTURE(Issuing, "what cannot be asked for is refused and leaves nothing") {
  CHECK(issue(issue_of("", 1)).error().code == Errc::invalid_argument);
  CHECK(issue(issue_of("b", 0)).error().code == Errc::invalid_argument);
  CHECK(issue(issue_of("b", kMostCardsInBatch + 1)).error().code == Errc::invalid_argument);
  CHECK(issue(issue_of("b", 5, 5)).error().code == Errc::invalid_argument);
  CHECK(issue(issue_of("b", 5'000, 1'000)).error().code == Errc::failed_precondition);
  CardIssue none = issue_of("b", 5);
  none.complete = [](const std::string&) { return std::optional<std::string>(); };
  CHECK(issue(none).error().code == Errc::resource_exhausted);
  none.batch.shape = {"042", 7, 3};
  CHECK(issue(none).error().code == Errc::invalid_argument);
  CHECK(list().batches_size() == 0);
  CHECK_FALSE(store->books().card_series.find({"042", 13, 9}));
}

TEST_CASE_FIXTURE(Issuing,
                  "books that were restored from a copy do not hand out what followed it") {
  all("before", 10);
  open();
  // What the other copy would hand out now.
  const std::vector<std::string> lost = to_come(1'000);
  REQUIRE(commit([&]() -> Result<std::monostate> {
    store->begin_life(moment.now, "restored");
    return std::monostate();
  }));
  const std::set<std::string> elsewhere(lost.begin(), lost.end());
  for (const std::string& number : all("after", 1'000)) CHECK_FALSE(elsewhere.contains(number));
}

TEST_CASE("a store of a chain leaves numbers to head office") {
  RedeemPolicy policy;
  policy.has_head_office = true;
  StoreFixture fixture;
  fixture.set_policy(policy);
  const auto refused = fixture.commit(
      [&] { return fixture.store->issue_cards(fixture.moment.now, issue_of("b", 1)); });
  CHECK(refused.error().code == Errc::failed_precondition);
}

}  // namespace loyald::testing

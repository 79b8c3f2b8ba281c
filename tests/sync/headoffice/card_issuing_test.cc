// SPDX-License-Identifier: Apache-2.0
#include <set>
#include <thread>
#include <variant>

#include "tests/store/issue_of.h"
#include "tests/support/doctest.h"
#include "tests/sync/support/pair.h"
#include "tests/sync/support/postgres.h"

namespace loyald::testing {
namespace {

using Numbers = std::vector<std::string>;

Result<Numbers> issued(Office& office, Random& random, const std::string& batch,
                       std::int64_t cards) {
  Numbers numbers;
  while (std::ssize(numbers) < cards) {
    const CardIssue page = issue_of(batch, cards, std::ssize(numbers));
    LOYALD_ASSIGN(const Numbers more,
                  office.run([&] { return office.office().issue_cards(random, kStart, page); }));
    numbers.insert(numbers.end(), more.begin(), more.end());
  }
  return numbers;
}

}  // namespace

TEST_CASE_FIXTURE(Pair, "cards that stores have used are not handed out again") {
  const Numbers first = *issued(office, random, "first", 5);
  Numbers next;
  {
    HeadOffice::Batch given_up(office.office());
    next = *given_up.run(
        [&] { return office.office().issue_cards(random, kStart, issue_of("next", 9, 0)); });
  }
  REQUIRE(shop.sell(now, next[2], 100));
  converse(shop, office, now);
  Numbers expected = next;
  expected.erase(expected.begin() + 2);
  CHECK(issued(office, random, "second", 8) == expected);
}

TEST_CASE_FIXTURE(Pair, "head office that was restored hands out nothing that it may have before") {
  issued(office, random, "before", 5).value();
  Numbers lost;
  {
    HeadOffice::Batch given_up(office.office());
    lost = *given_up.run(
        [&] { return office.office().issue_cards(random, kStart, issue_of("lost", 1'000, 0)); });
  }
  office
      .run([&]() -> Result<std::monostate> {
        office.office().begin_after_restore(kStart);
        return std::monostate();
      })
      .value();
  const Numbers after = *issued(office, random, "after", 1'000);
  const std::set<std::string> elsewhere(lost.begin(), lost.end());
  for (const std::string& number : after) CHECK_FALSE(elsewhere.contains(number));
}

// On SQLite there is one head office; its connection is one thread's.
TEST_CASE("head offices over one PostgreSQL hand out each number once, whoever is asked when") {
  if (test_postgres().empty()) return;
  constexpr int kBatches = 6;
  constexpr std::int64_t kCards = 1'500;
  const TemporaryDirectory directory;
  const std::string path = directory.file("office.db");
  Office offices[] = {Office(path), Office(path)};
  Numbers numbers[2];
  std::string problems[2];
  std::thread threads[2];
  for (std::size_t i = 0; i < 2; ++i) {
    threads[i] = std::thread([&, i] {
      SeededRandom random(i);
      for (int batch = 0; batch < kBatches && problems[i].empty(); ++batch) {
        const std::string name = std::to_string(i) + "-" + std::to_string(batch);
        const auto more = issued(offices[i], random, name, kCards);
        if (!more) {
          problems[i] = more.error().message;
        } else {
          numbers[i].insert(numbers[i].end(), more->begin(), more->end());
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> all;
  for (std::size_t i = 0; i < 2; ++i) {
    CHECK(problems[i] == "");
    CHECK(std::ssize(numbers[i]) == kBatches * kCards);
    all.insert(numbers[i].begin(), numbers[i].end());
  }
  CHECK(std::ssize(all) == 2 * kBatches * kCards);

  // Each finds what the other handed out.
  v1::ListCardBatchesRequest request;
  request.set_number(numbers[1].back());
  const auto found = offices[0].office().list_card_batches(request);
  REQUIRE(found);
  CHECK(found->batches(0).batch() == "1-" + std::to_string(kBatches - 1));
}

}  // namespace loyald::testing

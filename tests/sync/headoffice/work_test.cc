// SPDX-License-Identifier: Apache-2.0
// How much SQLite does for a sale and its sync: in steps of its virtual machine, which are the same
// on every machine and for every depth of an index, so what grows with the history reads more of it
// than it must.
#include <map>
#include <string>

#include "store/sql/statement.h"
#include "tests/support/doctest.h"
#include "tests/sync/support/pair.h"

namespace loyald::testing {
namespace {

using Steps = std::map<std::string, std::int64_t>;

// Of every statement that the connection has prepared. Needs a SQLite with its table sqlite_stmt,
// as Debian's.
Steps steps_of(sql::Database& database) {
  Steps steps;
  sql::Statement read(database, "SELECT sql, nstep FROM sqlite_stmt");
  auto row = read.run();
  while (row.next()) steps[std::string(row.text(0))] += row.int64(1);
  return steps;
}

struct History : Pair {
  explicit History(int sales) {
    for (int i = 0; i < sales; ++i) sell("42" + std::to_string(i % (sales / 2)), 1'000, 0);
    converse(shop, office, now);
  }
  void sell(const std::string& card, std::int64_t amount, Quantity points) {
    now = now + std::chrono::seconds(1);
    REQUIRE(shop.sell(now, card, amount, points));
  }
  // The same each time: members earn, then one spends a part of it, the others all.
  void a_little_more() {
    const char* const cards[] = {"a", "b", "c", "d", "e"};
    for (const char* card : cards) sell(card, 1'000, 0);
    for (const char* card : cards) sell(card, 50, card == cards[0] ? 5 : 10);
    converse(shop, office, now);
  }
};

// What the second time takes, at the store and at head office; the first prepares statements.
std::pair<Steps, Steps> work_after(int sales) {
  History history(sales);
  sql::Database& store = history.shop.books().database();
  sql::Database& office = history.office.books().database();
  history.a_little_more();
  std::pair before{steps_of(store), steps_of(office)};
  history.a_little_more();
  std::pair work{steps_of(store), steps_of(office)};
  for (auto& [sql, steps] : work.first) steps -= before.first[sql];
  for (auto& [sql, steps] : work.second) steps -= before.second[sql];
  return work;
}

// No statement takes many more steps; searching the journal for a time takes a few.
void check_same(const Steps& little, const Steps& much) {
  for (const auto& [sql, steps] : much) {
    const auto known = little.find(sql);
    const std::int64_t before = known == little.end() ? 0 : known->second;
    CHECK_MESSAGE(steps <= before + before / 3 + 20, sql);
  }
}

}  // namespace

TEST_CASE("a sale and its sync read no more of the books after ten times the history") {
  const auto little = work_after(200);
  const auto much = work_after(2'000);
  check_same(little.first, much.first);
  check_same(little.second, much.second);
}

}  // namespace loyald::testing
